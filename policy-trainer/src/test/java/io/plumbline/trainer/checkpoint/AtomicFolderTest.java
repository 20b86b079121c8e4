package io.plumbline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
  @TempDir Path parent;
  private Path x;
  private Path xNew;
  private Path xOld;

  @BeforeEach
  void names() {
    x = parent.resolve("x");
    xNew = parent.resolve(".x.new");
    xOld = parent.resolve(".x.old");
  }

  private static void fill(Path folder, String state) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a"), state);
    Files.writeString(folder.resolve("b"), state);
  }

  private void write(String state) {
    AtomicFolder.write(x, draft -> fill(draft, state));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read() {
    return AtomicFolder.read(x, place -> text(place.resolve("a")) + text(place.resolve("b")));
  }

  private void assertNextWriteClearsUp() throws IOException {
    write("3");
    assertThat(read()).isEqualTo("33");
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files).containsExactly(x);
    }
  }

  @Test
  void aFolderIsMadeAndReplaced() throws IOException {
    write("1");
    assertThat(read()).isEqualTo("11");
    write("2");
    assertThat(read()).isEqualTo("22");
    assertNextWriteClearsUp();
  }

  @Test
  void parentsAreMade() {
    x = parent.resolve("runs").resolve("7").resolve("x");
    write("1");
    assertThat(read()).isEqualTo("11");
  }

  @Test
  void aCrashWhileTheDraftIsFilledLeavesTheOldFolder() throws IOException {
    fill(x, "1");
    Files.createDirectories(xNew);
    Files.writeString(xNew.resolve("a"), "2");
    Files.writeString(xNew.resolve("part"), "2");
    assertThat(read()).isEqualTo("11");
    assertNextWriteClearsUp();
  }

  @Test
  void aCrashBetweenTheRenamesLeavesTheOldFolder() throws IOException {
    fill(xOld, "1");
    fill(xNew, "2");
    assertThat(read()).isEqualTo("11");
    assertNextWriteClearsUp();
  }

  @Test
  void aWriteThatFailsAfterSuchACrashKeepsTheOldFolder() throws IOException {
    fill(xOld, "1");
    fill(xNew, "2");
    assertThatThrownBy(
            () ->
                AtomicFolder.write(
                    x,
                    draft -> {
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("x: cannot be written: disk full");
    assertThat(read()).isEqualTo("11");
    assertNextWriteClearsUp();
  }

  @Test
  void aCrashAfterTheRenamesLeavesTheNewFolder() throws IOException {
    fill(x, "2");
    fill(xOld, "1");
    assertThat(read()).isEqualTo("22");
    assertNextWriteClearsUp();
  }

  @Test
  void aCrashWhileTheOldFolderIsDeletedLeavesTheNewOne() throws IOException {
    fill(x, "2");
    fill(xOld, "1");
    Files.delete(xOld.resolve("a"));
    assertThat(read()).isEqualTo("22");
    assertNextWriteClearsUp();
  }

  @Test
  void aFirstWriteThatCrashedLeavesNoFolder() throws IOException {
    fill(xNew, "1");
    assertThatThrownBy(this::read)
        .isInstanceOf(CheckpointException.class)
        .hasMessage("x: not there (expected: a folder at " + x + ")");
    assertNextWriteClearsUp();
  }

  @Test
  void aReaderThatIsOvertakenSeesNoMix() {
    write("1");
    List<String> reads = new ArrayList<>();
    String content =
        AtomicFolder.read(
            x,
            place -> {
              String a = text(place.resolve("a"));
              if (reads.isEmpty()) {
                write("2");
              }
              reads.add(a + text(place.resolve("b")));
              return reads.get(reads.size() - 1);
            });
    assertThat(reads).containsExactly("12", "22");
    assertThat(content).isEqualTo("22");
  }

  @Test
  void aReaderOfTheOldFolderThatIsOvertakenBeginsAnew() throws IOException {
    fill(xOld, "1"); // as between the two renames
    List<Path> places = new ArrayList<>();
    String content =
        AtomicFolder.read(
            x,
            place -> {
              places.add(place);
              if (places.size() == 1) {
                write("2");
              }
              return text(place.resolve("a")) + text(place.resolve("b"));
            });
    assertThat(places).containsExactly(xOld, x);
    assertThat(content).isEqualTo("22");
  }

  @Test
  void manyReadsBesideManyWritesSeeNoMix() {
    write("0");
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 60; i++) {
                write("" + i % 10);
              }
            });
    List<String> seen = new ArrayList<>();
    do {
      seen.add(read());
    } while (!writer.isDone());
    writer.join();
    assertThat(seen).allMatch(text -> text.length() == 2 && text.charAt(0) == text.charAt(1));
    assertThat(read()).isEqualTo("00");
  }

  @Test
  void whatAReaderThrowsIsPassedOn() {
    write("1");
    assertThatThrownBy(() -> AtomicFolder.read(x, place -> text(place.resolve("c"))))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aFolderWithFilesOfOthersIsNotReplaced() throws IOException {
    write("1");
    Files.writeString(x.resolve("README.md"), "notes");
    assertThatThrownBy(() -> write("2"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("x: cannot be written: " + x + ": has README.md (expected: none but a, b)");
    assertThat(read()).isEqualTo("11");
    assertThat(x.resolve("README.md")).hasContent("notes");
  }

  @Test
  void aLinkIsNotReplaced() throws IOException {
    fill(parent.resolve("elsewhere"), "1");
    Files.createSymbolicLink(x, parent.resolve("elsewhere"));
    assertThatThrownBy(() -> write("2"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("x: cannot be written: " + x + " is a link");
    assertThat(read()).isEqualTo("11");
  }
}

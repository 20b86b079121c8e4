package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementCacheTest {
  private static final Judgement.Scored ONE = new Judgement.Scored(0.1, "größer \n \"x\"", false);
  private static final Judgement.Scored TWO = new Judgement.Scored(0.2, "", true);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("cache.jsonl");
  }

  private JudgementCache open() throws JudgeFileException {
    return JudgementCache.open(10, Optional.of(file));
  }

  @Test
  void forgetsWhatWasUsedLeastRecently() throws IOException {
    try (JudgementCache cache = JudgementCache.open(2, Optional.empty())) {
      cache.keep("a", ONE);
      cache.keep("b", TWO);
      assertThat(cache.find("a")).contains(ONE);
      cache.keep("c", TWO);
      assertThat(cache.find("b")).isEmpty();
      assertThat(cache.find("a")).contains(ONE);
      assertThat(cache.find("c")).contains(TWO);
    }
  }

  @Test
  void keepsNothingWhereNothingIsAllowed() throws IOException {
    try (JudgementCache cache = JudgementCache.open(0, Optional.empty())) {
      cache.keep("a", ONE);
      assertThat(cache.find("a")).isEmpty();
    }
  }

  @Test
  void remembersOverARestart() throws IOException {
    try (JudgementCache cache = open()) {
      cache.keep("a", ONE);
      cache.keep("b", TWO);
    }
    try (JudgementCache cache = open()) {
      assertThat(cache.find("a")).contains(ONE);
      assertThat(cache.find("b")).contains(TWO);
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aLastLineThatWasTornIsDroppedAndTheNextIsWhole() throws IOException {
    try (JudgementCache cache = open()) {
      cache.keep("a", ONE);
    }
    Files.writeString(file, "{\"key\":\"b\",\"val", StandardOpenOption.APPEND);
    try (JudgementCache cache = open()) {
      assertThat(cache.find("a")).contains(ONE);
      cache.keep("c", TWO);
    }
    try (JudgementCache cache = open()) {
      assertThat(cache.find("a")).contains(ONE);
      assertThat(cache.find("b")).isEmpty();
      assertThat(cache.find("c")).contains(TWO);
    }
  }

  @Test
  void readsBackNoMoreThanItMayHold() throws IOException {
    try (JudgementCache cache = open()) {
      for (int i = 0; i < 10; i++) {
        cache.keep("k" + i, ONE);
      }
    }
    try (JudgementCache cache = JudgementCache.open(3, Optional.of(file))) {
      assertThat(cache.find("k6")).isEmpty();
      assertThat(cache.find("k7")).contains(ONE);
    }
  }

  @Test
  void aFileOfSomethingElseIsRefusedAndLeftAsItIs() throws IOException {
    Files.writeString(file, "{\"key\":\"a\",\"value\":2,\"reason\":\"\",\"repaired\":false}\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(JudgeFileException.class)
        .hasMessage(
            "cache_file: "
                + file
                + ":1: not a line of a cache (expected: key, value, reason, repaired)");
    Files.writeString(file, "my diary\nmore");
    assertThatThrownBy(this::open).hasMessageContaining(":1: not a line of a cache");
    assertThat(file).hasContent("my diary\nmore");
  }

  @Test
  void aFileThatCannotBeOpenedIsRefused() {
    assertThatThrownBy(() -> JudgementCache.open(1, Optional.of(folder)))
        .isInstanceOf(JudgeFileException.class)
        .hasMessage("cache_file: " + folder + " (expected: a file that can be read and written)");
  }

  @Test
  void twoJudgesDoNotShareAFile() throws IOException {
    try (JudgementCache cache = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(JudgeFileException.class)
          .hasMessage("cache_file: " + file + " (expected: a file that no other judge has open)");
      cache.keep("a", ONE);
    }
    open().close();
  }

  @Test
  void aFileThatGrewTooLongIsRefused() throws IOException {
    long most = 256L << 20;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(most + 1);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(JudgeFileException.class)
        .hasMessage(
            "cache_file: "
                + file
                + " has 268435457 bytes (expected: at most 268435456; it may be deleted)");
  }

  @Test
  void whatCouldNotBeWrittenIsSaidAtTheEnd() throws IOException {
    JudgementCache cache = open();
    cache.close();
    cache.keep("a", ONE); // as on a full disk: the score is good all the same
    assertThat(cache.find("a")).contains(ONE);
    assertThatThrownBy(cache::close)
        .isInstanceOf(JudgeFileException.class)
        .hasMessage("cache_file: not all written (expected: room on the disk)");
  }

  /** Another process: has a file until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (FileChannel held = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
        System.out.write(held.lock().isValid() ? 'y' : 'n');
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  @Test
  void twoProcessesDoNotShareAFile() throws Exception {
    open().close();
    URI classes = Holder.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of(classes).toString(),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('y');
      assertThatThrownBy(this::open)
          .isInstanceOf(JudgeFileException.class)
          .hasMessage("cache_file: " + file + " (expected: a file that no other judge has open)");
    } finally {
      other.destroy();
    }
  }
}

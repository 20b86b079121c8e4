package io.plumbline.server.journal;

import static io.plumbline.server.journal.Steps.await;
import static io.plumbline.server.journal.Steps.numbers;
import static io.plumbline.server.journal.Steps.refusal;
import static io.plumbline.server.journal.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system of a few megabytes that is really full: in a child process with a mount of its own,
 * which Linux allows anyone, unless an administrator forbids it. Left out elsewhere.
 */
class FullDiskTest {
  private static final List<String> SMALL_DISK =
      List.of("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=4m none \"$0\" && exec \"$@\"");

  @TempDir Path scratch;

  /** What the test has to say is in {@link #fill}. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] args) throws Exception {
      fill(Path.of(args[0]));
      ChildProcess.say("done");
    }
  }

  private static void fill(Path disk) throws Exception {
    Path filler = Files.write(disk.resolve("filler"), new byte[2 << 20]);
    Path directory = disk.resolve("journal");
    String output = "x".repeat(10_000);
    List<Long> acknowledged = new ArrayList<>();
    long number = 0;
    try (Journal journal = Journal.open(JournalConfig.of(directory, JournalMode.SYNC))) {
      while (journal.status().failure().isEmpty()) {
        CompletableFuture<?> recorded = journal.append(step(++number, output));
        try {
          await(recorded);
          acknowledged.add(number);
        } catch (Exception e) {
          assertThat(refusal(recorded)).hasMessage("No space left on device");
        }
      }
      assertThat(acknowledged).hasSizeGreaterThan(100);
      assertThat(refusal(journal.append(step(++number, output)))).hasNoCause();
      Files.delete(filler);
      await(journal.append(step(++number, output)));
      acknowledged.add(number);
      assertThat(journal.status().failure()).isEmpty();
    }
    assertThat(numbers(directory)).isEqualTo(acknowledged);
  }

  @Test
  void aFullDiskRefusesLosesNothingThatWasAcknowledgedAndGoesOnWhenThereIsRoom() throws Exception {
    assumeTrue(canMount(), "no mount of one's own");
    List<String> before = new ArrayList<>(SMALL_DISK);
    before.add(scratch.toString());
    try (ChildProcess filler = new ChildProcess(before, Filler.class, scratch.toString())) {
      assertThat(filler.hear()).isEqualTo("done");
    }
  }

  private boolean canMount() throws InterruptedException {
    List<String> command = new ArrayList<>(SMALL_DISK);
    command.addAll(List.of(scratch.toString(), "true"));
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) { // no unshare
      return false;
    }
  }
}

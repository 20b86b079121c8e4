package io.plumbline.server.journal;

import static io.plumbline.server.journal.Steps.await;
import static io.plumbline.server.journal.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write to a journal and are killed at any instant. */
class KillTest {
  private static final int KILLS = 6;

  @TempDir Path scratch;

  /** Writes steps from one number on until it is killed, and says which were taken. */
  static final class Writer {
    private static final int THREADS = 4;

    private Writer() {}

    public static void main(String[] args) throws Exception {
      JournalMode mode = JournalMode.valueOf(args[1]);
      AtomicLong next = new AtomicLong(Long.parseLong(args[2]));
      Journal journal = Journal.open(JournalConfig.of(Path.of(args[0]), mode));
      long before = journal.status().recorded();
      await(journal.append(step(next.getAndIncrement())));
      while (journal.status().recorded() == before) {
        Thread.sleep(1); // starting takes longer than most lives
      }
      for (int i = 0; i < THREADS; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      long number = next.getAndIncrement();
                      await(journal.append(step(number, "x".repeat((int) (number % 5000)))));
                      ChildProcess.say(number);
                      while (journal.status().waiting() > StepQueue.MAX_STEPS / 2) {
                        Thread.sleep(1); // so that none is dropped
                      }
                    }
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        thread.start();
      }
    }
  }

  /** Kills a writer some milliseconds after its first step; adds what it said it took. */
  private void writeAndKill(JournalMode mode, long first, int millis, Set<Long> taken)
      throws IOException, InterruptedException {
    try (ChildProcess writer =
        new ChildProcess(
            List.of(), Writer.class, scratch.toString(), mode.name(), Long.toString(first))) {
      String line = writer.hear();
      Thread killer =
          new Thread(
              () -> {
                try {
                  Thread.sleep(millis);
                  writer.kill();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      killer.start();
      String last = "";
      for (; line != null; line = writer.hear()) {
        if (!last.isEmpty()) {
          taken.add(Long.parseLong(last)); // the very last may be cut short
        }
        last = line;
      }
      killer.join();
    }
  }

  @Test
  void inModeSyncEveryStepThatWasAcknowledgedIsThere() throws Exception {
    Random random = new Random(1);
    Set<Long> acknowledged = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      writeAndKill(JournalMode.SYNC, i * 1_000_000L, random.nextInt(600), acknowledged);
    }
    Journal.open(JournalConfig.of(scratch, JournalMode.SYNC)).close();

    assertThat(acknowledged).hasSizeGreaterThan(100);
    assertThat(new HashSet<>(Steps.numbers(scratch))).containsAll(acknowledged);
    assertThat(new JournalReader(scratch).read(record -> {}).damages()).isEmpty();
  }

  @Test
  void inModeAsyncItIsKnownHowManyAreMissing() throws Exception {
    Random random = new Random(2);
    Set<Long> taken = new HashSet<>();
    long missing = 0;
    for (int i = 0; i < KILLS; i++) {
      writeAndKill(JournalMode.ASYNC, i * 1_000_000L, random.nextInt(600), taken);
      try (Journal journal = Journal.open(JournalConfig.of(scratch, JournalMode.ASYNC))) {
        JournalStatus status = journal.status();
        missing += status.missingAtOpen();
        assertThat(status.missing()).isEqualTo(missing);
        assertThat(status.dropped()).isZero();
        assertThat(status.graded()).isEqualTo(status.recorded() + missing);
      }
    }

    Set<Long> held = new HashSet<>(Steps.numbers(scratch));
    JournalReader.Summary summary = new JournalReader(scratch).read(record -> {});

    assertThat(held).hasSize((int) summary.records()).hasSizeGreaterThan(100);
    assertThat(summary.graded()).isEqualTo(held.size() + missing);
    taken.removeAll(held);
    // At most one step of each thread was graded and not said to be.
    assertThat((long) taken.size()).isBetween(missing - KILLS * (Writer.THREADS + 1), missing);
    assertThat(missing).isPositive();
    assertThat(summary.damages()).isEmpty();
  }
}

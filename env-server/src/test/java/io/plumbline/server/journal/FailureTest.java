package io.plumbline.server.journal;

import static io.plumbline.server.Waiting.until;
import static io.plumbline.server.journal.Steps.await;
import static io.plumbline.server.journal.Steps.numbers;
import static io.plumbline.server.journal.Steps.refusal;
import static io.plumbline.server.journal.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A journal on a disk that fails for a while. */
class FailureTest {
  private static final String FULL = "No space left on device";

  @TempDir Path directory;

  private Journal open(JournalMode mode, FailingDisk disk) throws JournalException {
    return Journal.open(JournalConfig.of(directory, mode), disk, Instant::now);
  }

  static Stream<BiConsumer<FailingDisk, String>> failures() {
    return Stream.of(FailingDisk::fail, FailingDisk::failToSync, FailingDisk::failForGood);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void inModeSyncAStepThatCannotBeRecordedIsRefusedAndLeavesNothing(
      BiConsumer<FailingDisk, String> failure) throws Exception {
    FailingDisk disk = new FailingDisk();
    try (Journal journal = open(JournalMode.SYNC, disk)) {
      await(journal.append(step(1)));
      failure.accept(disk, FULL);
      assertThat(refusal(journal.append(step(2)))).hasMessage(FULL);
      assertThat(refusal(journal.append(step(2)))).hasMessage(FULL);
      assertThat(journal.status().failure()).contains(FULL);
      assertThat(journal.status().dropped()).isEqualTo(2);
      disk.mend();
      await(journal.append(step(2))); // was not taken for a step that is recorded
      await(journal.append(step(3)));

      assertThat(journal.status())
          .returns(3L, JournalStatus::recorded)
          .returns(true, status -> status.failure().isEmpty())
          .returns(FULL, status -> status.lastFailure().orElse(""));
    }
    assertThat(numbers(directory)).containsExactly(1L, 2L, 3L);
    try (Journal journal = open(JournalMode.SYNC, disk)) {
      assertThat(journal.status().missing()).isZero();
    }
  }

  @Test
  void aDiskWithLittleRoomIsUsedUpAndLosesNothing() throws Exception {
    FailingDisk disk = new FailingDisk();
    int limit = 300_000;
    disk.limit(limit);
    String output = "x".repeat(10_000);
    long number = 0;
    try (Journal journal = open(JournalMode.SYNC, disk)) {
      while (journal.status().dropped() == 0) {
        CompletableFuture<?> recorded = journal.append(step(++number, output));
        recorded.handle((done, failure) -> done).get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(number).isEqualTo(limit / output.length());
    assertThat(numbers(directory)).hasSize((int) number - 1).contains(1L, number - 1);
  }

  @Test
  void aDiskThatFailsFromTheStartFailsStepsAndNotTheJournal() throws Exception {
    FailingDisk disk = new FailingDisk();
    disk.failForGood(FULL);
    try (Journal journal = open(JournalMode.SYNC, disk)) {
      assertThat(refusal(journal.append(step(1)))).hasMessage(FULL);
      disk.mend();
      await(journal.append(step(1)));
    }
    assertThat(numbers(directory)).containsExactly(1L);
  }

  @Test
  void inModeAsyncStepsWaitForTheDiskAndAreRecordedOnceItTakesThem() throws Exception {
    FailingDisk disk = new FailingDisk();
    try (Journal journal = open(JournalMode.ASYNC, disk)) {
      disk.fail(FULL);
      await(journal.append(step(1)));
      until(() -> journal.status().failure().isPresent());
      await(journal.append(step(2)));
      disk.mend();
      until(() -> journal.status().recorded() == 2);

      assertThat(journal.status())
          .returns(0L, JournalStatus::dropped)
          .returns(true, status -> status.failure().isEmpty())
          .returns(FULL, status -> status.lastFailure().orElse(""));
    }
    assertThat(numbers(directory)).containsExactly(1L, 2L);
  }

  @Test
  void whatStillWaitsWhenItClosesIsDroppedAndCounted() throws Exception {
    FailingDisk disk = new FailingDisk();
    Journal journal = open(JournalMode.ASYNC, disk);
    disk.fail(FULL);
    await(journal.append(step(1)));
    await(journal.append(step(2)));
    journal.close();

    assertThat(journal.status().dropped()).isEqualTo(2);
    disk.mend();
    try (Journal again = open(JournalMode.ASYNC, disk)) {
      assertThat(again.status().missing()).isZero(); // it is known where they are
    }
  }

  @Test
  void withoutAnyStepItFindsOutThatTheDiskWorksAgain() throws Exception {
    FailingDisk disk = new FailingDisk();
    try (Journal journal = open(JournalMode.SYNC, disk)) {
      disk.fail(FULL);
      assertThat(refusal(journal.append(step(1)))).hasMessage(FULL);
      disk.mend();
      until(() -> journal.status().failure().isEmpty());
      await(journal.append(step(2)));
    }
    assertThat(numbers(directory)).containsExactly(2L);
  }
}

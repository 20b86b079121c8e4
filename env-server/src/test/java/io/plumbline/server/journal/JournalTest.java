package io.plumbline.server.journal;

import static io.plumbline.server.Waiting.until;
import static io.plumbline.server.journal.Steps.await;
import static io.plumbline.server.journal.Steps.numbers;
import static io.plumbline.server.journal.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.journal.v1.StepRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTest {
  @TempDir Path scratch;

  private Journal open(JournalMode mode) throws JournalException {
    return Journal.open(JournalConfig.of(scratch.resolve("journal"), mode));
  }

  private Path directory() {
    return scratch.resolve("journal");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAppendedIsReadInOrderAlsoAfterAnotherStart(JournalMode mode) throws Exception {
    try (Journal journal = open(mode)) {
      await(journal.append(step(1)));
      await(journal.append(step(2)));
    }
    try (Journal journal = open(mode)) {
      await(journal.append(step(3)));
    }

    List<StepRecord> records = Steps.read(directory());

    assertThat(records).extracting(StepRecord::getSeed).containsExactly(1L, 2L, 3L);
    assertThat(records).extracting(StepRecord::getSequence).containsExactly(1L, 2L, 3L);
    assertThat(records.get(0).getOutput()).isEqualTo("output of step 1\n");
    assertThat(records.get(0).getRecordedAt().getSeconds()).isPositive();
  }

  @Test
  void aReaderSeesWhatIsSyncedWhileTheJournalIsOpen() throws Exception {
    try (Journal journal = open(JournalMode.SYNC)) {
      await(journal.append(step(1)));

      assertThat(numbers(directory())).containsExactly(1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatIsSentAgainIsRecordedOnce(JournalMode mode) throws Exception {
    try (Journal journal = open(mode)) {
      List<CompletableFuture<?>> recorded = new ArrayList<>();
      for (long number : new long[] {1, 1, 2, 1, 2}) {
        recorded.add(journal.append(step(number)));
      }
      for (CompletableFuture<?> each : recorded) {
        await(each);
      }
    }
    Journal again = open(mode); // knows the newest segment's
    await(again.append(step(2)));
    again.close();

    assertThat(numbers(directory())).containsExactly(1L, 2L);
    assertThat(again.status())
        .returns(6L, JournalStatus::graded)
        .returns(2L, JournalStatus::recorded)
        .returns(4L, JournalStatus::duplicates)
        .returns(0L, JournalStatus::missing);
  }

  @Test
  void aLargeOutputIsRecordedInFull() throws Exception {
    String output = "é".repeat(1 << 19);
    try (Journal journal = open(JournalMode.SYNC)) {
      CompletableFuture<?> first = journal.append(step(1, output));
      CompletableFuture<?> second = journal.append(step(2, output));
      await(first);
      await(second);
    }
    assertThat(Steps.read(directory())).extracting(StepRecord::getOutput).containsOnly(output);
  }

  @Test
  void whatFindsNoRoomIsDroppedAndCounted() throws Exception {
    int more = 100;
    FailingDisk disk = new FailingDisk();
    Journal journal =
        Journal.open(JournalConfig.of(directory(), JournalMode.ASYNC), disk, Instant::now);
    disk.fail("held up");
    long number = 0;
    while (journal.status().dropped() < more) {
      await(journal.append(step(++number)));
    }
    disk.mend();
    journal.close();

    assertThat(journal.status())
        .returns(number, JournalStatus::graded)
        .returns(number - more, JournalStatus::recorded)
        .returns((long) more, JournalStatus::dropped);
    assertThat(number).isGreaterThan(StepQueue.MAX_STEPS);
    assertThat(numbers(directory())).hasSize((int) number - more).contains(1L);
  }

  @Test
  void bytesThatWaitAreBoundedToo() throws Exception {
    String output = "x".repeat(1 << 20);
    FailingDisk disk = new FailingDisk();
    try (Journal journal =
        Journal.open(JournalConfig.of(directory(), JournalMode.ASYNC), disk, Instant::now)) {
      disk.fail("held up");
      long number = 0;
      while (journal.status().dropped() == 0) {
        await(journal.append(step(++number, output)));
      }

      assertThat(number).isLessThan(70);
      disk.mend();
    }
  }

  @Test
  void afterTheCloseAsyncDropsAndSyncRefuses() throws Exception {
    Journal async = open(JournalMode.ASYNC);
    async.close();
    await(async.append(step(1)));
    assertThat(async.status().dropped()).isEqualTo(1);

    Journal sync = open(JournalMode.SYNC);
    sync.close();
    assertThat(Steps.refusal(sync.append(step(2)))).hasMessage("the journal is closed");
    assertThat(sync.status().dropped()).isEqualTo(2);
  }

  @Test
  void aDirectoryInUseIsRefused() throws Exception {
    try (Journal journal = open(JournalMode.ASYNC)) {
      assertThatThrownBy(() -> open(JournalMode.ASYNC))
          .isInstanceOf(JournalException.class)
          .hasMessage(
              "journal: "
                  + directory()
                  + " is in use (expected: a directory of this server's own)");
      await(journal.append(step(1)));
    }
    open(JournalMode.ASYNC).close();
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
    Files.writeString(directory(), "not a directory");

    assertThatThrownBy(() -> open(JournalMode.SYNC))
        .isInstanceOf(JournalException.class)
        .hasMessage("journal: " + directory() + " is a file (expected: a directory)");
  }

  @Test
  void foreignCountersAreRefused() throws Exception {
    Files.createDirectory(directory());
    Files.write(directory().resolve("counters"), new byte[4096]);

    assertThatThrownBy(() -> open(JournalMode.SYNC))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("not a journal's counters");
  }

  @Test
  void readingWhereNoJournalIsIsRefused() {
    assertThatThrownBy(() -> new JournalReader(scratch))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal: " + scratch + " has none (expected: a directory that a server wrote to)");
  }

  @Test
  void theOldestSegmentsGoWhenTheFilesOutgrowWhatIsKept() throws Exception {
    long most = JournalConfig.MIN_RETAIN_BYTES;
    JournalConfig config =
        new JournalConfig(directory(), JournalMode.SYNC, OptionalLong.of(most), Optional.empty());
    String output = "x".repeat(100_000);
    long steps = 3 * most / output.length();
    try (Journal journal = Journal.open(config)) {
      for (long number = 1; number <= steps; number++) {
        await(journal.append(step(number, output)));
        assertThat(bytes()).isLessThanOrEqualTo(most);
      }
      assertThat(journal.status().recorded()).isEqualTo(steps);
    }

    List<Long> kept = numbers(directory());

    assertThat(kept.get(kept.size() - 1)).isEqualTo(steps);
    assertThat(kept.get(0)).isEqualTo(steps - kept.size() + 1); // without a gap
    assertThat(bytes()).isGreaterThan(most / 2);
    try (Journal journal = Journal.open(config)) {
      assertThat(journal.status().missing()).isZero(); // what was let go is not missed
    }
  }

  @Test
  void segmentsGoWhenTheyAreTooOldAndTheNewestStays() throws Exception {
    JournalConfig config =
        new JournalConfig(
            directory(), JournalMode.SYNC, OptionalLong.empty(), Optional.of(Duration.ofHours(8)));
    Instant[] now = {Instant.now()};
    for (long day = 0; day < 3; day++) {
      try (Journal journal = Journal.open(config, SegmentFile::create, () -> now[0])) {
        await(journal.append(step(day)));
      }
      now[0] = now[0].plus(Duration.ofDays(1)); // the files' own times are today's
    }
    // The last but one was the newest when the last began: it may go with the next look only.
    try (Journal journal = Journal.open(config, SegmentFile::create, () -> now[0])) {
      until(() -> Segment.in(directory()).size() == 1);
      assertThat(journal.status().missing()).isZero();
    }
    assertThat(numbers(directory())).containsExactly(2L);
  }

  @Test
  void retentionThatKeepsNothingIsRefused() {
    assertThatThrownBy(
            () ->
                new JournalConfig(
                    directory(), JournalMode.SYNC, OptionalLong.of(1), Optional.empty()))
        .hasMessage("journal_retain_bytes: 1 (expected: at least 33554432)");
    assertThatThrownBy(
            () ->
                new JournalConfig(
                    directory(),
                    JournalMode.SYNC,
                    OptionalLong.empty(),
                    Optional.of(Duration.ofSeconds(59))))
        .hasMessage("journal_retain_age: PT59S (expected: at least PT1M)");
  }

  private long bytes() throws Exception {
    long bytes = 0;
    for (Segment segment : Segment.in(directory())) {
      bytes += Files.size(segment.path());
    }
    return bytes;
  }
}

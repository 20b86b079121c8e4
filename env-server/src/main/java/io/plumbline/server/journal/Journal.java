package io.plumbline.server.journal;

import io.plumbline.server.journal.Counters.Count;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that graded steps are appended to, by one process at a time. Safe for use by many
 * threads.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final CompletableFuture<@Nullable Void> DONE =
      CompletableFuture.completedFuture(null);
  private static final String LOCK = "lock";

  private final JournalConfig config;
  private final FileChannel lock;
  private final Counters counters;
  private final long missingAtOpen;
  private final SegmentLog segments;
  private final Recorder recorder;

  private Journal(
      JournalConfig config,
      FileChannel lock,
      Counters counters,
      long missingAtOpen,
      SegmentLog segments,
      Recorder recorder) {
    this.config = config;
    this.lock = lock;
    this.counters = counters;
    this.missingAtOpen = missingAtOpen;
    this.segments = segments;
    this.recorder = recorder;
  }

  /**
   * Opens a journal, makes it if it is not there, and mends what a killed process left: the log
   * says how many bytes of an unfinished record were cut off, and how many steps are missing.
   *
   * @throws JournalException if another process has it, or it cannot be read or written
   */
  public static Journal open(JournalConfig config) throws JournalException {
    return open(config, SegmentFile::create, InstantSource.system());
  }

  static Journal open(JournalConfig config, SegmentFile.Opener opener, InstantSource clock)
      throws JournalException {
    try {
      return openOrFail(config, opener, clock);
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw new JournalException("journal: " + config.directory() + " cannot be used: " + e, e);
    }
  }

  private static Journal openOrFail(
      JournalConfig config, SegmentFile.Opener opener, InstantSource clock) throws IOException {
    Path directory = config.directory();
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new JournalException("journal: " + directory + " is a file (expected: a directory)", e);
    }
    FileChannel lock = lock(directory);
    try {
      Counters counters = Counters.open(directory);
      RecentSteps recent = new RecentSteps();
      long written = mend(directory, recent);
      long missing = countMissing(directory, counters, written);
      SegmentLog segments =
          new SegmentLog(config, opener, clock, written, new SecureRandom().nextInt());
      segments.age();
      Recorder recorder = new Recorder(config.mode(), counters, segments, recent, clock);
      recorder.start();
      return new Journal(config, lock, counters, missing, segments, recorder);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // this very process has it: said below
    }
    if (held == null) {
      channel.close();
      throw new JournalException(
          "journal: " + directory + " is in use (expected: a directory of this server's own)");
    }
    return channel;
  }

  /**
   * Cuts off what stands behind the newest segment's last whole record.
   *
   * @return how many records were written so far
   */
  private static long mend(Path directory, RecentSteps recent) throws IOException {
    List<Segment> segments = Segment.in(directory);
    if (segments.isEmpty()) {
      return 0;
    }
    Segment newest = segments.get(segments.size() - 1);
    SegmentScan scan = SegmentScan.of(newest, record -> recent.add(record.getStepId()));
    scan.damages().forEach(LOG::error);
    if (scan.tail() > 0) {
      LOG.warn("{}: cut off the last {} bytes, no whole record", newest.path(), scan.tail());
      try (FileChannel channel = FileChannel.open(newest.path(), StandardOpenOption.WRITE)) {
        channel.truncate(scan.end());
        channel.force(false);
      }
    }
    return newest.first() - 1 + scan.records();
  }

  private static long countMissing(Path directory, Counters counters, long written) {
    long missing = counters.get(Count.GRADED) - accounted(counters, written);
    if (missing > 0) {
      counters.add(Count.MISSING, missing);
      LOG.warn(
          "journal: {}: {} graded steps are missing, as the process that graded them was killed"
              + " before it wrote them; in mode sync none of them had its reply",
          directory,
          missing);
    } else if (missing < 0) { // a power cut, or a deleted file, set the counters back
      counters.add(Count.GRADED, -missing);
      LOG.warn(
          "journal: {}: its counters are behind by {} steps (expected: those of its records);"
              + " whether steps are missing is not known",
          directory,
          -missing);
    }
    return Math.max(missing, 0);
  }

  private static long accounted(Counters counters, long written) {
    return written
        + counters.get(Count.DUPLICATES)
        + counters.get(Count.DROPPED)
        + counters.get(Count.MISSING);
  }

  /**
   * Takes a graded step.
   *
   * @return done at once in mode {@code async}, whatever becomes of the record; in mode {@code
   *     sync} done when the disk has it, on a thread that is the journal's own, or failed with
   *     {@link NotRecordedException}
   */
  public CompletableFuture<@Nullable Void> append(GradedStep step) {
    if (config.mode() == JournalMode.ASYNC) {
      recorder.offer(step, null);
      return DONE;
    }
    CompletableFuture<@Nullable Void> recorded = new CompletableFuture<>();
    recorder.offer(step, recorded);
    return recorded;
  }

  /**
   * Has {@code watcher} told, on the journal's own thread, when it can no longer be written (false)
   * and when it can again (true). One watcher, which should not block.
   */
  public void watch(Consumer<Boolean> watcher) {
    recorder.outage().watch(watcher);
  }

  /** How it does. */
  public JournalStatus status() {
    return new JournalStatus(
        config.mode(),
        counters.get(Count.GRADED),
        segments.written(),
        counters.get(Count.DUPLICATES),
        counters.get(Count.DROPPED),
        counters.get(Count.MISSING),
        missingAtOpen,
        recorder.waiting(),
        recorder.outage().failure(),
        recorder.outage().lastFailure());
  }

  /** Writes what waits, and ends. What comes later is dropped, or refused. */
  @Override
  public void close() {
    recorder.close();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("journal: {}: its lock", config.directory(), e);
    }
  }
}

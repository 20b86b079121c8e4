package io.plumbline.server.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a journal is kept, how, and for how long.
 *
 * @param directory of its own; made if it is not there
 * @param mode what a reply waits for
 * @param retainBytes the oldest records go when the files would outgrow it, at least 32 MiB; empty
 *     to keep them all
 * @param retainAge records that are older go, at least 1 minute, an eighth of it late at most;
 *     empty to keep them all
 */
public record JournalConfig(
    Path directory, JournalMode mode, OptionalLong retainBytes, Optional<Duration> retainAge) {

  /** The least {@code retainBytes}: segments have room for any record then. */
  public static final long MIN_RETAIN_BYTES = 32 << 20;

  private static final Duration MIN_RETAIN_AGE = Duration.ofMinutes(1);
  private static final long MAX_SEGMENT_BYTES = 32 << 20;
  private static final int PARTS = 8;

  public JournalConfig {
    if (retainBytes.isPresent() && retainBytes.getAsLong() < MIN_RETAIN_BYTES) {
      throw new IllegalArgumentException(
          "journal_retain_bytes: "
              + retainBytes.getAsLong()
              + " (expected: at least "
              + MIN_RETAIN_BYTES
              + ")");
    }
    if (retainAge.isPresent() && retainAge.get().compareTo(MIN_RETAIN_AGE) < 0) {
      throw new IllegalArgumentException(
          "journal_retain_age: "
              + retainAge.get()
              + " (expected: at least "
              + MIN_RETAIN_AGE
              + ")");
    }
  }

  /** A journal that keeps everything. */
  public static JournalConfig of(Path directory, JournalMode mode) {
    return new JournalConfig(directory, mode, OptionalLong.empty(), Optional.empty());
  }

  /** Whole segments are let go, so they are a part of what is kept. */
  long segmentBytes() {
    return Math.min(MAX_SEGMENT_BYTES, retainBytes.orElse(Long.MAX_VALUE) / PARTS);
  }

  /** How long a segment takes records. */
  Optional<Duration> segmentAge() {
    return retainAge.map(age -> age.dividedBy(PARTS));
  }
}

package io.plumbline.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of the oldest segments, whole; never of the newest. */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final JournalConfig config;

  Retention(JournalConfig config) {
    this.config = config;
  }

  /**
   * Makes room for a segment that is about to be made, and lets go of what is too old.
   *
   * @param coming bytes that the newest may still take
   */
  void enforce(Instant now, long coming) throws IOException {
    if (config.retainBytes().isEmpty() && config.retainAge().isEmpty()) {
      return;
    }
    List<Segment> segments = new ArrayList<>(Segment.in(config.directory()));
    long total = coming;
    for (Segment segment : segments) {
      total += Files.size(segment.path());
    }
    while (segments.size() > 1 && (isTooOld(segments.get(0), now) || isTooMuch(total))) {
      Segment oldest = segments.remove(0);
      total -= Files.size(oldest.path());
      Files.delete(oldest.path());
      LOG.info("{}: let go", oldest.path());
    }
  }

  private boolean isTooMuch(long total) {
    return total > config.retainBytes().orElse(Long.MAX_VALUE);
  }

  /** A segment is as old as what was last written to it. */
  private boolean isTooOld(Segment segment, Instant now) throws IOException {
    if (config.retainAge().isEmpty()) {
      return false;
    }
    Instant last = Files.getLastModifiedTime(segment.path()).toInstant();
    return last.plus(config.retainAge().get()).isBefore(now);
  }
}

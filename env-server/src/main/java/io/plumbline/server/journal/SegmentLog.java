package io.plumbline.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Appends frames to the newest segment and begins the next one. For one thread. */
final class SegmentLog implements Closeable {
  private static final int PROBE_BYTES = 4096;

  private final JournalConfig config;
  private final SegmentFile.Opener opener;
  private final InstantSource clock;
  private final Retention retention;
  private final int marker;
  private final boolean durable;

  private @Nullable SegmentFile file;
  private long size;
  private Instant made = Instant.EPOCH;
  private volatile long written;

  /**
   * @param written records so far, in segments that are closed
   * @param marker begins the frames
   */
  SegmentLog(
      JournalConfig config,
      SegmentFile.Opener opener,
      InstantSource clock,
      long written,
      int marker) {
    this.config = config;
    this.opener = opener;
    this.clock = clock;
    this.retention = new Retention(config);
    this.written = written;
    this.marker = marker;
    this.durable = config.mode() == JournalMode.SYNC;
  }

  /** Records so far, kept or let go since. */
  long written() {
    return written;
  }

  /** What the frames have to begin with. */
  int marker() {
    return marker;
  }

  /**
   * Appends frames, all or none; on the disk, where the mode is {@code sync}, when it returns.
   *
   * @throws IOException if they could not be written: the same can be tried again
   */
  void append(ByteBuffer frames, int records) throws IOException {
    SegmentFile to = segment(frames.remaining());
    int bytes = frames.remaining();
    long before = written; // nobody else changes it
    try {
      to.write(frames, size);
      if (durable) {
        to.sync();
      }
    } catch (IOException e) {
      undo(to);
      throw e;
    }
    size += bytes;
    written = before + records;
  }

  /** The newest segment if the frames fit, else the next one. */
  private SegmentFile segment(int bytes) throws IOException {
    if (file != null && size + bytes <= config.segmentBytes() && !isAged()) {
      return file;
    }
    close();
    Instant now = clock.instant();
    retention.enforce(now, config.segmentBytes());
    Path path = Segment.named(config.directory(), written + 1).path();
    SegmentFile next = opener.create(path);
    file = next;
    made = now;
    ByteBuffer header = ByteBuffer.allocate(Segment.HEADER_BYTES);
    Segment.putHeader(header, now, marker);
    try {
      next.write(header.flip(), 0);
      if (durable) {
        syncDirectory();
      }
    } catch (IOException e) {
      abandon(next);
      throw e;
    }
    size = Segment.HEADER_BYTES;
    return next;
  }

  private boolean isAged() {
    return config.segmentAge().map(age -> made.plus(age).isBefore(clock.instant())).orElse(false);
  }

  /** The name of a file is on the disk once its directory is. */
  private void syncDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(config.directory(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Takes back what may be half written. Where that fails, too, the segment ends here. */
  private void undo(SegmentFile half) {
    try {
      half.truncate(size);
    } catch (IOException e) {
      abandon(half);
    }
  }

  private void abandon(SegmentFile broken) {
    file = null;
    try {
      broken.close();
    } catch (IOException e) {
      // it is given up: why, the first failure says
    }
  }

  /**
   * Writes a few bytes that are no frame, and takes them back.
   *
   * @throws IOException if that fails, as an append would
   */
  void probe() throws IOException {
    SegmentFile to = segment(PROBE_BYTES);
    try {
      to.write(ByteBuffer.allocate(PROBE_BYTES), size);
      to.sync();
    } finally {
      undo(to);
    }
  }

  /** Lets go of what has become too old while nothing was written. */
  void age() throws IOException {
    if (config.retainAge().isPresent()) {
      if (isAged()) {
        close();
      }
      retention.enforce(clock.instant(), 0);
    }
  }

  /** Ends the newest segment; the next append begins another. */
  @Override
  public void close() throws IOException {
    SegmentFile ended = file;
    file = null;
    if (ended != null) {
      try (ended) {
        ended.sync();
      }
    }
  }
}

package io.plumbline.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * One file of a journal, big-endian. Header: {@code "PLBSTEPS" (8) | made, ms since the epoch (8) |
 * marker (4) | CRC-32C of these (4)}. Then frames: {@code marker (4) | length (4) | CRC-32C of
 * length and record (4) | record}. The marker is random, so that no output can pass for a frame
 * when what stands before it is damaged.
 *
 * @param path its name is the number of its first record
 * @param first that number: records written before it, and one
 */
record Segment(Path path, long first) {
  static final int HEADER_BYTES = 24;
  static final int FRAME_BYTES = 12;

  /** More than the largest output with its grade. */
  static final int MAX_RECORD_BYTES = (2 << 20) - FRAME_BYTES;

  private static final String SUFFIX = ".steps";
  private static final long MAGIC = 0x504c_4253_5445_5053L;

  static Segment named(Path directory, long first) {
    return new Segment(
        directory.resolve(String.format(Locale.ROOT, "%019d%s", first, SUFFIX)), first);
  }

  /** Those of a directory, oldest first. */
  static List<Segment> in(Path directory) throws IOException {
    List<Segment> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        try {
          found.add(
              new Segment(
                  file, Long.parseLong(name.substring(0, name.length() - SUFFIX.length()))));
        } catch (NumberFormatException e) {
          throw new JournalException(file + ": not a segment's name (expected: 19 digits)", e);
        }
      }
    }
    found.sort(Comparator.comparingLong(Segment::first));
    return found;
  }

  static void putHeader(ByteBuffer bytes, Instant made, int marker) {
    int from = bytes.position();
    bytes.putLong(MAGIC).putLong(made.toEpochMilli()).putInt(marker);
    bytes.putInt(checksum(bytes.duplicate().flip().position(from)));
  }

  /** Whether a header stands at the start of {@code bytes}. */
  static boolean hasHeader(ByteBuffer bytes) {
    return bytes.limit() >= HEADER_BYTES
        && bytes.getLong(0) == MAGIC
        && bytes.getInt(HEADER_BYTES - 4)
            == checksum(bytes.duplicate().limit(HEADER_BYTES - 4).position(0));
  }

  static int marker(ByteBuffer bytes) {
    return bytes.getInt(16);
  }

  /** Of what remains in each. */
  static int checksum(ByteBuffer... parts) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer part : parts) {
      crc.update(part);
    }
    return (int) crc.getValue();
  }
}

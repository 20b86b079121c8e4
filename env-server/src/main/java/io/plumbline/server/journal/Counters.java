package io.plumbline.server.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts in a mapped file: what a thread has added stays when the process is killed, as the pages
 * are the kernel's. They do not outlive a power cut for sure.
 */
final class Counters {
  static final String FILE = "counters";

  private static final long MAGIC = 0x504c_424a_434f_0001L;
  private static final int BYTES = 4096;
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer mapped;

  private Counters(ByteBuffer mapped) {
    this.mapped = mapped;
  }

  /** What is counted. */
  enum Count {
    GRADED(8),
    DUPLICATES(16),
    DROPPED(24),
    MISSING(32);

    private final int offset;

    Count(int offset) {
      this.offset = offset;
    }
  }

  /** Maps the file of {@code directory}; made, with counts of 0, if it is not there. */
  static Counters open(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < BYTES) {
        ByteBuffer fresh = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fresh.putLong(0, MAGIC);
        channel.write(fresh, 0); // so that the disk has room for it: a mapped write cannot fail
      }
      return checked(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  /** The counts as they are, which another process may be adding to. */
  static Counters read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
      channel.read(bytes, 0);
      return checked(file, bytes.clear());
    }
  }

  private static Counters checked(Path file, ByteBuffer bytes) throws IOException {
    if ((long) LONGS.getVolatile(bytes, 0) != MAGIC) {
      throw new JournalException(
          file + ": not a journal's counters (expected: what a journal wrote)");
    }
    return new Counters(bytes);
  }

  long get(Count count) {
    return (long) LONGS.getVolatile(mapped, count.offset);
  }

  /** Adds, and returns what there was before. */
  long add(Count count, long more) {
    return (long) LONGS.getAndAdd(mapped, count.offset, more);
  }
}

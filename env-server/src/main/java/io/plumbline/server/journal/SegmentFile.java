package io.plumbline.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is done to a segment's file: all that a disk can fail at. */
interface SegmentFile extends Closeable {
  /** Writes all that remains, from {@code position} on. */
  void write(ByteBuffer bytes, long position) throws IOException;

  /** Returns once the disk has what was written. */
  void sync() throws IOException;

  void truncate(long size) throws IOException;

  /** Where segments are made. */
  interface Opener {
    /** A new file, or the file of that name made empty. */
    SegmentFile create(Path path) throws IOException;
  }

  /** A file of the file system. */
  static SegmentFile create(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    return new SegmentFile() {
      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
          at += channel.write(bytes, at);
        }
      }

      @Override
      public void sync() throws IOException {
        channel.force(false);
      }

      @Override
      public void truncate(long size) throws IOException {
        channel.truncate(size);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}

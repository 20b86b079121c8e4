package io.plumbline.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Real files, on a disk that fails when a test says so: half of what is written gets there, then
 * the error. {@link FullDiskTest} has a disk that is really full.
 */
final class FailingDisk implements SegmentFile.Opener {
  private volatile @Nullable String failure;
  private volatile boolean syncAlone;
  private volatile boolean truncates = true;
  private volatile long most = Long.MAX_VALUE;

  void fail(String why) {
    failure = why;
  }

  /** Takes what is written, and cannot say that it has it. */
  void failToSync(String why) {
    syncAlone = true;
    failure = why;
  }

  /** Cannot even take back what was half written. */
  void failForGood(String why) {
    truncates = false;
    failure = why;
  }

  /** Takes files up to a size, and no byte beyond. */
  void limit(long bytes) {
    most = bytes;
  }

  void mend() {
    failure = null;
    truncates = true;
    syncAlone = false;
  }

  private void check() throws IOException {
    String why = failure;
    if (why != null) {
      throw new IOException(why);
    }
  }

  @Override
  public SegmentFile create(Path path) throws IOException {
    SegmentFile real = SegmentFile.create(path);
    return new SegmentFile() {
      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        if (failure != null && !syncAlone) {
          real.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
          check();
        }
        int taken = (int) Math.min(bytes.remaining(), Math.max(0, most - position));
        if (taken < bytes.remaining()) {
          real.write(bytes.slice(bytes.position(), taken), position);
          throw new IOException("File too large");
        }
        real.write(bytes, position);
      }

      @Override
      public void sync() throws IOException {
        check();
        real.sync();
      }

      @Override
      public void truncate(long size) throws IOException {
        if (!truncates) {
          check();
        }
        real.truncate(size);
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }
}

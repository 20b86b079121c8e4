package io.plumbline.benchmarks.journal;

import io.plumbline.journal.v1.StepRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The floor: each batch's bytes in one write, without any checksum. */
final class BareFile implements Store {
  private final FileChannel channel;
  private final boolean sync;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  BareFile(Path directory, boolean sync) throws IOException {
    this.sync = sync;
    channel =
        FileChannel.open(
            directory.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void append(List<StepRecord> records) throws IOException {
    bytes.reset();
    for (StepRecord record : records) {
      record.writeDelimitedTo(bytes);
    }
    channel.write(ByteBuffer.wrap(bytes.toByteArray()));
    if (sync) {
      channel.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

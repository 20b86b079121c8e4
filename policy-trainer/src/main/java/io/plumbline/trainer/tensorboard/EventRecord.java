package io.plumbline.trainer.tensorboard;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's {@code Event} messages (fields as in its {@code event.proto} and {@code
 * summary.proto}), each framed as a record: length, checksum of the length, message, checksum of
 * the message, as in {@code tensorboard/summary/writer/record_writer.py}.
 */
final class EventRecord {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private static final String VERSION = "brain.Event:2";
  private static final int MASK = 0xa282ead8;

  private EventRecord() {}

  /** Fields of a message. */
  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  /** What a file begins with. */
  static byte[] version(double time) {
    return framed(
        message(
            out -> {
              out.writeDouble(WALL_TIME, time);
              out.writeString(FILE_VERSION, VERSION);
            }));
  }

  static byte[] scalars(double time, long step, Map<String, Double> scalars) {
    return framed(
        message(
            out -> {
              out.writeDouble(WALL_TIME, time);
              out.writeInt64(STEP, step);
              out.writeByteArray(SUMMARY, message(summary -> values(summary, scalars)));
            }));
  }

  private static void values(CodedOutputStream summary, Map<String, Double> scalars)
      throws IOException {
    for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
      byte[] value =
          message(
              out -> {
                out.writeString(TAG, scalar.getKey());
                out.writeFloat(SIMPLE_VALUE, scalar.getValue().floatValue());
              });
      summary.writeByteArray(SUMMARY_VALUE, value);
    }
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never: it goes to memory
    }
    return bytes.toByteArray();
  }

  private static byte[] framed(byte[] message) {
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(message.length).array();
    return ByteBuffer.allocate(message.length + 16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(checksum(length))
        .put(message)
        .putInt(checksum(message))
        .array();
  }

  /** Masked, since a checksum over bytes that hold their own checksum would be a constant. */
  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}

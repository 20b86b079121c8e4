package io.plumbline.server.journal;

import com.google.protobuf.CodedOutputStream;
import io.plumbline.journal.v1.StepRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Frames that are written together. */
final class FrameBuffer {
  static final int BYTES = Segment.FRAME_BYTES + Segment.MAX_RECORD_BYTES;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
  private final int marker;

  FrameBuffer(int marker) {
    this.marker = marker;
  }

  /**
   * Adds a record.
   *
   * @return whether there was room
   */
  boolean add(StepRecord record) {
    int length = record.getSerializedSize();
    if (length > bytes.remaining() - Segment.FRAME_BYTES) {
      return false;
    }
    int from = bytes.position();
    ByteBuffer body = bytes.slice(from + Segment.FRAME_BYTES, length);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(body);
      record.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    bytes.putInt(from, marker).putInt(from + 4, length);
    bytes.putInt(from + 8, Segment.checksum(bytes.slice(from + 4, 4), body.flip()));
    bytes.position(from + Segment.FRAME_BYTES + length);
    return true;
  }

  boolean isEmpty() {
    return bytes.position() == 0;
  }

  /** What was added, to be read as often as need be. */
  ByteBuffer frames() {
    return bytes.duplicate().flip();
  }

  void clear() {
    bytes.clear();
  }
}

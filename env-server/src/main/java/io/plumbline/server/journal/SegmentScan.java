package io.plumbline.server.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.journal.v1.StepRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a segment holds. Whatever is damaged, the frames around it are found.
 *
 * @param records whole ones
 * @param end where the last whole frame ends
 * @param size of the file
 * @param damages places before {@code end} that are no frame, each named
 */
record SegmentScan(long records, long end, long size, List<String> damages) {

  /** Gives each whole record to {@code records}, in order. */
  static SegmentScan of(Segment segment, Consumer<StepRecord> records) throws IOException {
    return new Scanner(segment, ByteBuffer.wrap(Files.readAllBytes(segment.path()))).scan(records);
  }

  /** Bytes behind the last whole frame: one that is being written, was cut short, or is damaged. */
  long tail() {
    return size - end;
  }

  /** Names a place that cannot be read, {@code to} excluded. */
  static String damage(Segment segment, long from, long to) {
    return segment.path() + ": bytes " + from + " to " + (to - 1) + " are damaged";
  }

  private static final class Scanner {
    private final Segment segment;
    private final ByteBuffer bytes;
    private final List<String> damages = new ArrayList<>();

    Scanner(Segment segment, ByteBuffer bytes) {
      this.segment = segment;
      this.bytes = bytes;
    }

    SegmentScan scan(Consumer<StepRecord> records) {
      int size = bytes.limit();
      if (size < Segment.HEADER_BYTES) {
        return new SegmentScan(0, 0, size, List.of());
      }
      int marker = Segment.marker(bytes);
      if (!Segment.hasHeader(bytes)) {
        damaged(0, Segment.HEADER_BYTES);
        // A frame begins with the same marker.
        marker = size < Segment.HEADER_BYTES + 4 ? 0 : bytes.getInt(Segment.HEADER_BYTES);
      }
      long count = 0;
      int end = Segment.HEADER_BYTES;
      int at = end;
      while (at <= size - Segment.FRAME_BYTES) {
        if (bytes.getInt(at) == marker && hasFrame(at)) {
          if (at > end) {
            damaged(end, at);
          }
          int length = bytes.getInt(at + 4);
          int next = at + Segment.FRAME_BYTES + length;
          try {
            records.accept(StepRecord.parseFrom(bytes.slice(at + Segment.FRAME_BYTES, length)));
            count++;
          } catch (InvalidProtocolBufferException e) {
            damaged(at, next);
          }
          at = next;
          end = next;
        } else {
          at++;
        }
      }
      return new SegmentScan(count, end, size, damages);
    }

    private boolean hasFrame(int at) {
      int length = bytes.getInt(at + 4);
      int from = at + Segment.FRAME_BYTES;
      if (length < 1 || length > Segment.MAX_RECORD_BYTES || length > bytes.limit() - from) {
        return false;
      }
      return Segment.checksum(bytes.slice(at + 4, 4), bytes.slice(from, length))
          == bytes.getInt(at + 8);
    }

    private void damaged(int from, int to) {
      damages.add(damage(segment, from, to));
    }
  }
}

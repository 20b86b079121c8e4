package io.plumbline.server;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the fields of a message before it is parsed: an empty item of a batch or a field that
 * nobody knows takes a few bytes on the wire and a hundred or more in memory.
 */
final class FieldCount {
  /** Of one message, with all that is in it: several times what the largest batch has. */
  static final int MOST = 1 << 16;

  private static final int DEEPEST = 100;

  private final CodedInputStream in;
  private int count;

  private FieldCount(byte[] message) {
    in = CodedInputStream.newInstance(message);
  }

  /**
   * Counts.
   *
   * @throws Refusal {@code INVALID_ARGUMENT} if they are too many
   * @throws InvalidProtocolBufferException if it is no message
   */
  static void requireFew(Descriptor type, byte[] message) throws IOException {
    new FieldCount(message).message(type, 0);
  }

  /**
   * @param type null within what nobody knows
   */
  private void message(@Nullable Descriptor type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new InvalidProtocolBufferException("nested too deep");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (++count > MOST) {
        throw Refusal.invalid("request", "more than " + MOST + " fields in it", "fewer");
      }
      Descriptor known = type == null ? null : messageType(type, tag);
      switch (tag & 7) {
        case WireFormat.WIRETYPE_START_GROUP -> message(null, depth + 1);
        case WireFormat.WIRETYPE_END_GROUP -> {
          return;
        }
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
          if (known == null) {
            in.skipField(tag);
          } else {
            int outer = in.pushLimit(in.readRawVarint32());
            message(known, depth + 1);
            in.popLimit(outer);
          }
        }
        default -> in.skipField(tag);
      }
    }
  }

  private static @Nullable Descriptor messageType(Descriptor type, int tag) {
    FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
    return field == null || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        ? null
        : field.getMessageType();
  }
}

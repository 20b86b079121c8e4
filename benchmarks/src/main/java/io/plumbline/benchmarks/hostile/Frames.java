package io.plumbline.benchmarks.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes of HTTP/2 and gRPC, right or wrong as its caller has it. */
final class Frames {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  /** A setting. */
  static final int INITIAL_WINDOW_SIZE = 4;

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** In a ping: once it is answered, all before it was read. */
  static final long LAST_PING = 0x706c756d626c696eL;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** What every client begins with: the preface and its settings. */
  Frames hello() {
    return raw(PREFACE).frame(SETTINGS, 0, 0);
  }

  Frames raw(byte... content) {
    bytes.writeBytes(content);
    return this;
  }

  Frames frame(int type, int flags, int stream, byte... payload) {
    return frame(payload.length, type, flags, stream, payload);
  }

  /**
   * A frame that says a length of its own.
   *
   * @param length of which 24 bits are sent
   */
  Frames frame(int length, int type, int flags, int stream, byte... payload) {
    bytes.write(length >> 16);
    bytes.write(length >> 8);
    bytes.write(length);
    bytes.write(type);
    bytes.write(flags);
    return raw(number(stream)).raw(payload);
  }

  static byte[] ping() {
    byte[] content = ByteBuffer.allocate(8).putLong(LAST_PING).array();
    return new Frames().frame(PING, 0, 0, content).toBytes();
  }

  /** Headers of a call that are in order, the rest of it still to come. */
  Frames call(int stream, String method, String... more) {
    return frame(HEADERS, END_HEADERS, stream, callHeaders(method, more));
  }

  static byte[] callHeaders(String method, String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    String[] usual = {
      ":method", "POST",
      ":scheme", "http",
      ":path", "/plumbline.env.v1.EnvironmentService/" + method,
      ":authority", "localhost",
      "content-type", "application/grpc",
      "te", "trailers"
    };
    block.writeBytes(headers(usual));
    block.writeBytes(headers(more));
    return block.toByteArray();
  }

  /** Names and values as literals that are not indexed. */
  static byte[] headers(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      byte[] text = namesAndValues[i].getBytes(StandardCharsets.UTF_8);
      int rest = text.length;
      block.write(Math.min(rest, 127));
      if (rest >= 127) {
        for (rest -= 127; rest >= 128; rest >>= 7) {
          block.write((rest & 127) | 128);
        }
        block.write(rest);
      }
      block.writeBytes(text);
    }
    return block.toByteArray();
  }

  /**
   * A gRPC message with a prefix that may lie.
   *
   * @param flag 0 for uncompressed, 1 for compressed
   * @param length that the prefix says
   */
  static byte[] message(int flag, int length, byte... content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) flag)
        .putInt(length)
        .put(content)
        .array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** All so far. */
  byte[] toBytes() {
    return bytes.toByteArray();
  }
}

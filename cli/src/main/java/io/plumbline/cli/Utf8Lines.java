package io.plumbline.cli;

import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of a stream in UTF-8, one at a time. A line that is not UTF-8 or is too long is {@link
 * Bad}, and the ones after it are read as if it were not there. A byte order mark at the beginning
 * is dropped.
 */
final class Utf8Lines {
  /** A line, or why there is none. */
  sealed interface Line permits Text, Bad {}

  /** A line without its end. */
  record Text(String text) implements Line {}

  /** A line that cannot be read; {@code why} reads {@code value (expected: limit)}. */
  record Bad(String why) implements Line {}

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private final Flushable answers;
  private final int maxBytes;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int at;
  private int end;
  private boolean first = true;

  /**
   * @param maxBytes how long a line may be, without its end
   * @param answers flushed before every read, which may wait for someone who waits for them
   */
  Utf8Lines(InputStream in, int maxBytes, Flushable answers) {
    this.in = in;
    this.answers = answers;
    this.maxBytes = maxBytes;
  }

  /** The next line; empty at the end of the stream. */
  Optional<Line> next() throws IOException {
    line.reset();
    boolean any = false;
    boolean tooLong = false;
    while (at < end || fill()) {
      any = true;
      int lineEnd = at;
      while (lineEnd < end && buffer[lineEnd] != '\n') {
        lineEnd++;
      }
      tooLong |= line.size() + (lineEnd - at) > maxBytes;
      if (!tooLong) {
        line.write(buffer, at, lineEnd - at);
      }
      at = lineEnd + 1;
      if (lineEnd < end) {
        break;
      }
    }
    if (!any) {
      return Optional.empty();
    }
    return Optional.of(
        tooLong ? new Bad("over " + maxBytes + " bytes (expected: at most that)") : decoded());
  }

  private boolean fill() throws IOException {
    answers.flush();
    at = 0;
    end = Math.max(in.read(buffer), 0);
    return end > 0;
  }

  private Line decoded() {
    boolean wasFirst = first;
    first = false;
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      return new Text(
          wasFirst && text.startsWith(BYTE_ORDER_MARK)
              ? text.substring(BYTE_ORDER_MARK.length())
              : text);
    } catch (CharacterCodingException e) {
      return new Bad("invalid UTF-8 (expected: UTF-8)");
    }
  }
}

package io.plumbline.judges;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads what endpoints send back. */
final class Replies {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_EXCERPT = 200;

  private Replies() {}

  /** The bytes as one JSON object; empty if they are anything else. */
  static Optional<JsonNode> object(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (CharacterCodingException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** The tokens billed, if both numbers are there and make sense. */
  static Optional<Usage> usage(JsonNode usage, String input, String output) {
    long in = usage.path(input).longValue(-1);
    long out = usage.path(output).longValue(-1);
    return in < 0 || out < 0 ? Optional.empty() : Optional.of(new Usage(in, out));
  }

  /**
   * What an endpoint says went wrong, as {@code : its words} to end a message with; empty if it
   * says nothing. On one line, cut short, without the key.
   */
  static String complaint(byte[] body, Optional<ApiKey> key) {
    JsonNode error =
        object(body).map(reply -> reply.path("error")).orElseGet(MissingNode::getInstance);
    String said = error.isString() ? error.stringValue() : error.path("message").stringValue("");
    String hidden = key.map(k -> k.hiddenIn(said)).orElse(said);
    return hidden.isBlank() ? "" : ": " + line(hidden, MAX_EXCERPT);
  }

  /** A text on one line, without control characters, cut at {@code most} characters. */
  static String line(String text, int most) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && line.length() < most; ) {
      int c = text.codePointAt(i);
      boolean shows = !Character.isISOControl(c) && Character.isDefined(c);
      line.appendCodePoint(shows && !isHalf(c) ? c : ' ');
      i += Character.charCount(c);
    }
    return line.toString().strip();
  }

  private static boolean isHalf(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}

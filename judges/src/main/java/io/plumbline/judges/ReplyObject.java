package io.plumbline.judges;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands at an opening brace of a reply.
 *
 * @param from index of the brace
 * @param to index behind the object, or the text's length where it is cut off
 * @param end how it ends
 * @param plain whether it is the JSON that was asked for, with nothing repaired
 * @param dimensions every value of that field, in order; likewise the other two
 */
record ReplyObject(
    int from,
    int to,
    End end,
    boolean plain,
    List<String> dimensions,
    List<String> scores,
    List<String> reasons) {

  enum End {
    CLOSED,
    /** The text ends within it. */
    CUT_OFF,
    /** It is no JSON. */
    BROKEN
  }

  private static final JsonMapper STRICT = new JsonMapper();
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  /** Reads what starts at {@code from}. */
  static ReplyObject read(String text, int from) {
    if (!mayBegin(text, from + 1)) {
      return new ReplyObject(from, from + 1, End.BROKEN, false, List.of(), List.of(), List.of());
    }
    int close = closingBrace(text, from);
    int to = close < 0 ? text.length() : close + 1;
    String object = withoutLastComma(text.substring(from, to));
    List<String> dimensions = new ArrayList<>();
    List<String> scores = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    boolean quoted = false;
    boolean numberIsLast = false;
    End end = End.CLOSED;
    try (JsonParser parser = LENIENT.createParser(object)) {
      parser.nextToken();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        numberIsLast = false;
        JsonToken value = parser.nextToken();
        switch (name) {
          case "dimension" -> dimensions.add(textOf(parser, value));
          case "score" -> {
            scores.add(textOf(parser, value));
            quoted |= value == JsonToken.VALUE_STRING;
            numberIsLast = value.isNumeric();
          }
          case "reason" -> reasons.add(textOf(parser, value));
          default -> parser.skipChildren();
        }
      }
    } catch (UnexpectedEndOfInputException e) {
      end = End.CUT_OFF;
      if (numberIsLast && endsInNumber(text)) {
        scores.remove(scores.size() - 1); // 1 may be the start of 10
      }
    } catch (JacksonException e) {
      end = End.BROKEN;
    }
    boolean plain = !quoted && isJson(object);
    return new ReplyObject(from, to, end, plain, dimensions, scores, reasons);
  }

  /** Without a comma that ends a text that is cut off: what would follow it is not known. */
  private static String withoutLastComma(String object) {
    String stripped = object.stripTrailing();
    return stripped.endsWith(",") ? stripped.substring(0, stripped.length() - 1) : object;
  }

  /** Whether what is behind a brace may be JSON: most braces in prose are told by that alone. */
  private static boolean mayBegin(String text, int at) {
    int i = at;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i == text.length() || text.charAt(i) == '"' || text.charAt(i) == '}';
  }

  private static String textOf(JsonParser parser, JsonToken value) {
    if (value.isScalarValue()) {
      return parser.getString();
    }
    parser.skipChildren();
    return "a list or an object";
  }

  private static boolean isJson(String object) {
    try {
      return STRICT.readTree(object).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean endsInNumber(String text) {
    return "0123456789.+-eE".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  /** Index of the brace that closes the one at {@code from}, texts passed over; -1 if none does. */
  private static int closingBrace(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it has any of the fields that an answer has. */
  boolean isAnAnswer() {
    return !dimensions.isEmpty() || !scores.isEmpty() || !reasons.isEmpty();
  }

  /** The first field that is not there; an object that is cut off need not have a reason. */
  Optional<String> missing() {
    if (dimensions.isEmpty()) {
      return Optional.of("dimension");
    }
    if (scores.isEmpty()) {
      return Optional.of("score");
    }
    return reasons.isEmpty() && end != End.CUT_OFF ? Optional.of("reason") : Optional.empty();
  }
}

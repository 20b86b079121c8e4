package io.plumbline.server;

import com.google.protobuf.ByteString;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The fields of a JSON object, flat: what lies deeper is passed over and only known to be there.
 */
final class OpenEnvFields {
  private static final int MOST_FIELDS = 64;

  /** A value that no field takes; {@code shown} is what to call it in an error. */
  private record Other(String shown) {}

  private static final Other OBJECT = new Other("an object");

  private final Map<String, Object> values = new LinkedHashMap<>();

  private OpenEnvFields() {}

  static OpenEnvFields none() {
    return new OpenEnvFields();
  }

  /** Reads up to the end of the object whose start was just read. A null is an absent field. */
  static OpenEnvFields read(JsonParser parser) {
    OpenEnvFields fields = new OpenEnvFields();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token != JsonToken.VALUE_NULL && fields.values.put(name, value(parser, token)) != null) {
        throw Refusal.invalid("data", "a field " + Refusal.quote(name) + " twice", "each once");
      }
      if (fields.values.size() > MOST_FIELDS) {
        throw Refusal.invalid("data", "more fields", "at most " + MOST_FIELDS);
      }
    }
    return fields;
  }

  private static Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new Other(parser.getString())
              : (Object) parser.getLongValue();
      case START_OBJECT -> {
        parser.skipChildren();
        yield OBJECT;
      }
      case START_ARRAY -> {
        parser.skipChildren();
        yield new Other("an array");
      }
      default -> new Other(parser.getString());
    };
  }

  void requireKnown(Collection<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw Refusal.invalid(
            "data", "a field " + Refusal.quote(name), "only " + String.join(", ", known));
      }
    }
  }

  /** What is there has to be an object, of which nothing is known. */
  void allowObject(String name) {
    Object value = values.get(name);
    if (value != null && !OBJECT.equals(value)) {
      throw mismatch(name, value, "an object");
    }
  }

  Optional<String> text(String name) {
    return bytes(name).map(ByteString::toStringUtf8);
  }

  /** A name for the caller's own use. */
  Optional<String> label(String name, int mostCharacters) {
    Optional<String> text = text(name);
    if (text.isPresent() && text.get().length() > mostCharacters) {
      throw Refusal.invalid(
          name, text.get().length() + " characters", "at most " + mostCharacters + " characters");
    }
    return text;
  }

  /** A text in UTF-8; JSON can also write what is none. */
  Optional<ByteString> bytes(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw mismatch(name, value, "a string");
    }
    try {
      return Optional.of(
          ByteString.copyFrom(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text))));
    } catch (CharacterCodingException e) {
      throw Refusal.invalid(name, "half of a surrogate pair", "Unicode text");
    }
  }

  OptionalLong integer(String name) {
    Object value = values.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!(value instanceof Long number)) {
      throw mismatch(name, value, "an integer of 64 bits");
    }
    return OptionalLong.of(number);
  }

  OptionalInt count(String name) {
    OptionalLong value = integer(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.getAsLong() != (int) value.getAsLong()) {
      throw Refusal.invalid(name, value.getAsLong(), "an integer of 32 bits");
    }
    return OptionalInt.of((int) value.getAsLong());
  }

  boolean flag(String name) {
    Object value = values.getOrDefault(name, false);
    if (!(value instanceof Boolean flag)) {
      throw mismatch(name, value, "true or false");
    }
    return flag;
  }

  private static Refusal mismatch(String name, Object value, String expected) {
    Object shown =
        value instanceof Other other
            ? other.shown()
            : value instanceof String text ? Refusal.quote(text) : value;
    return Refusal.invalid(name, shown, expected);
  }
}

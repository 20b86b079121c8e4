package io.plumbline.trainer.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file of one JSON object. Fields that are null count as missing; errors name file and field. */
final class JsonFile {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int MAX_BYTES = 1 << 20;
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  /** The layout of Python's {@code json.dumps(indent=2)}. */
  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""))
          .withObjectIndenter(INDENT)
          .withArrayIndenter(INDENT);

  private final String file;
  private final String prefix;
  private final JsonNode object;

  private JsonFile(String file, String prefix, JsonNode object) {
    this.file = file;
    this.prefix = prefix;
    this.object = object;
  }

  static JsonFile read(Path path) {
    String file = Messages.name(path);
    byte[] bytes;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new CheckpointException(
            file + ": " + Files.size(path) + " bytes (expected: at most " + MAX_BYTES + ")");
      }
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read: " + Messages.of(e), e);
    }
    try {
      JsonNode node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (node.isObject()) {
        return new JsonFile(file, "", node);
      }
    } catch (JacksonException e) {
      // said below
    }
    throw new CheckpointException(file + ": not JSON (expected: one JSON object, each field once)");
  }

  static void write(Path path, ObjectNode object) {
    String text = JSON.writer().with(PRETTY).writeValueAsString(object) + "\n";
    WholeFile.write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  boolean has(String field) {
    return node(field) != null;
  }

  int integer(String field) {
    OptionalInt value = optionalInteger(field);
    if (value.isEmpty()) {
      throw error(field, "missing", "an integer");
    }
    return value.getAsInt();
  }

  int integer(String field, int otherwise) {
    return optionalInteger(field).orElse(otherwise);
  }

  OptionalInt optionalInteger(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return OptionalInt.empty();
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw error(field, shown(node), "an integer");
    }
    return OptionalInt.of(node.intValue());
  }

  /** A list of integers, or a single one; empty where the field is missing. */
  List<Integer> integers(String field) {
    JsonNode node = node(field);
    if (node == null || !node.isArray()) {
      OptionalInt single = optionalInteger(field);
      return single.isPresent() ? List.of(single.getAsInt()) : List.of();
    }
    List<Integer> integers = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isIntegralNumber() || !element.canConvertToInt()) {
        throw error(field, shown(node), "an integer or a list of integers");
      }
      integers.add(element.intValue());
    }
    return integers;
  }

  double number(String field) {
    if (!has(field)) {
      throw error(field, "missing", "a number");
    }
    return number(field, 0);
  }

  double number(String field, double otherwise) {
    JsonNode node = node(field);
    if (node == null) {
      return otherwise;
    }
    if (!node.isNumber()) {
      throw error(field, shown(node), "a number");
    }
    return node.doubleValue();
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode node = node(field);
    if (node == null) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw error(field, shown(node), "true or false");
    }
    return node.booleanValue();
  }

  boolean isFlag(String field) {
    return object.path(field).isBoolean();
  }

  String text(String field, String otherwise) {
    JsonNode node = node(field);
    if (node == null) {
      return otherwise;
    }
    if (!node.isString()) {
      throw error(field, shown(node), "a string");
    }
    return node.stringValue();
  }

  boolean isText(String field) {
    return object.path(field).isString();
  }

  /** The integers of an object by their names, in order; none where it is missing. */
  Map<String, Integer> numbers(String field) {
    JsonFile inner = object(field);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    inner.object.propertyNames().forEach(name -> numbers.put(name, inner.integer(name)));
    return numbers;
  }

  /** The texts of an object by their names, in its order. */
  Map<String, String> textsByName(String field) {
    JsonNode node = node(field);
    if (node == null || !node.isObject()) {
      throw error(field, node == null ? "missing" : shown(node), "an object of strings");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isString()) {
        throw error(field, shown(entry.getValue()), "an object of strings");
      }
      texts.put(entry.getKey(), entry.getValue().stringValue());
    }
    return texts;
  }

  List<String> texts(String field) {
    JsonNode node = node(field);
    if (node == null || !node.isArray()) {
      throw error(field, node == null ? "missing" : shown(node), "a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isString()) {
        throw error(field, shown(node), "a list of strings");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  /** The object in {@code field}, one without fields where it is missing. */
  JsonFile object(String field) {
    JsonNode node = node(field);
    if (node != null && !node.isObject()) {
      throw error(field, shown(node), "an object");
    }
    JsonNode content = node == null ? JSON.createObjectNode() : node;
    return new JsonFile(file, prefix + field + ".", content);
  }

  boolean isEmpty() {
    return object.isEmpty();
  }

  /** Refuses fields of other names than these. */
  void requireOnly(Set<String> some, Set<String> more) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!some.contains(entry.getKey()) && !more.contains(entry.getKey())) {
        throw error(
            Messages.shown(entry.getKey()),
            shown(entry.getValue()),
            "none, since this is not supported");
      }
    }
  }

  /** Refuses a field with another text; it may be missing. */
  void requireText(String field, String expected) {
    String text = text(field, expected);
    if (!text.equals(expected)) {
      throw error(field, Messages.shown(text), expected + ", the only one supported");
    }
  }

  /** Refuses a field that switches something on: neither missing nor false nor empty. */
  void requireOff(String field) {
    JsonNode node = node(field);
    boolean off =
        node == null
            || (node.isBoolean() && !node.booleanValue())
            || (node.isContainer() && node.isEmpty());
    if (!off) {
      throw error(field, shown(node), "none, since this is not supported");
    }
  }

  CheckpointException error(String field, String value, String expected) {
    return error(prefix + field + ": " + value + " (expected: " + expected + ")");
  }

  /** Of a field in this object: {@code field: value (expected: ...)}. */
  CheckpointException fieldError(String problem) {
    return error(prefix + problem);
  }

  CheckpointException error(String problem) {
    return new CheckpointException(file + ": " + problem);
  }

  private @Nullable JsonNode node(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private static String shown(@Nullable JsonNode node) {
    return Messages.shown(String.valueOf(node));
  }
}

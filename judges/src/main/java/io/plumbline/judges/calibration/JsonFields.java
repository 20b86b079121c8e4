package io.plumbline.judges.calibration;

import io.plumbline.judges.JudgeFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Typed access to one JSON object of a file; errors name place, field and what was expected. */
final class JsonFields {
  private static final int MAX_SHOWN = 40;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;
  private final String where;

  private JsonFields(JsonNode object, String where) {
    this.object = object;
    this.where = where;
  }

  /** {@code where} starts every message. */
  static JsonFields of(String json, String where) throws JudgeFileException {
    try {
      JsonNode node = JSON.readTree(json);
      if (node.isObject()) {
        return new JsonFields(node, where);
      }
    } catch (JacksonException e) {
      // said below
    }
    throw new JudgeFileException(
        where + "not a JSON object (expected: one, each of its fields once)");
  }

  boolean has(String field) {
    return node(field) != null;
  }

  String text(String field) throws JudgeFileException {
    JsonNode node = required(field, "a text");
    if (!node.isString() || node.stringValue().isBlank()) {
      throw error(field, shown(node), "a text");
    }
    return node.stringValue();
  }

  /** A text that may be empty. */
  String anyText(String field) throws JudgeFileException {
    JsonNode node = required(field, "a text");
    if (!node.isString()) {
      throw error(field, shown(node), "a text");
    }
    return node.stringValue();
  }

  Optional<Double> number(String field) throws JudgeFileException {
    JsonNode node = node(field);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isNumber()) {
      throw error(field, shown(node), "a number");
    }
    return Optional.of(node.doubleValue());
  }

  Band band() throws JudgeFileException {
    JsonNode node = required("band", "two numbers, [low, high]");
    if (!node.isArray() || node.size() != 2 || !node.get(0).isNumber() || !node.get(1).isNumber()) {
      throw error("band", shown(node), "two numbers, [low, high]");
    }
    try {
      return new Band(node.get(0).doubleValue(), node.get(1).doubleValue());
    } catch (IllegalArgumentException e) {
      throw new JudgeFileException(where + e.getMessage());
    }
  }

  List<String> texts(String field) throws JudgeFileException {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : list(field)) {
      if (!node.isString()) {
        throw error(field, shown(node), "a list of texts");
      }
      texts.add(node.stringValue());
    }
    return texts;
  }

  List<JsonFields> objects(String field) throws JudgeFileException {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode node : list(field)) {
      if (!node.isObject()) {
        throw error(field, shown(node), "a list of objects");
      }
      objects.add(new JsonFields(node, where + field + "[" + objects.size() + "]: "));
    }
    return objects;
  }

  private List<JsonNode> list(String field) throws JudgeFileException {
    JsonNode node = required(field, "a list");
    if (!node.isArray()) {
      throw error(field, shown(node), "a list");
    }
    return node.valueStream().toList();
  }

  private JsonNode required(String field, String expected) throws JudgeFileException {
    JsonNode node = node(field);
    if (node == null) {
      throw error(field, "missing", expected);
    }
    return node;
  }

  private @Nullable JsonNode node(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  JudgeFileException error(String field, String value, String expected) {
    return new JudgeFileException(where + field + ": " + value + " (expected: " + expected + ")");
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}

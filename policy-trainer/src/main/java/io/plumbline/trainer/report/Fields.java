package io.plumbline.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object of a run's file. A field that is absent or null is empty; one of another type is
 * an error that names file, line and field.
 */
final class Fields {
  private static final int MAX_SHOWN = 40;

  /** Diverged training writes NaN; the page has to show it. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode object;
  private final String where;

  private Fields(ObjectNode object, String where) {
    this.object = object;
    this.where = where;
  }

  /**
   * @param where starts every message, as in {@code metrics.jsonl:3: }
   */
  static Fields parse(String json, String where) throws RunReportException {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String line = at == null || at.getLineNr() <= 1 ? "" : " line " + at.getLineNr();
      String column = at == null ? "" : " column " + at.getColumnNr();
      throw new RunReportException(
          where + "not JSON from" + line + column + " on (expected: one object, each field once)");
    }
    if (!(node instanceof ObjectNode object)) {
      throw new RunReportException(where + shown(node) + " (expected: a JSON object)");
    }
    return new Fields(object, where);
  }

  /** These fields, and those of {@code later} in place of any of the same name. */
  Fields with(Fields later) {
    ObjectNode both = object.deepCopy();
    both.setAll(later.object);
    return new Fields(both, later.where);
  }

  /** The object as it was read. */
  ObjectNode json() {
    return object;
  }

  /** Names of the fields, as they were written. */
  List<String> names() {
    return List.copyOf(object.propertyNames());
  }

  Optional<Fields> object(String field) throws RunReportException {
    JsonNode node = node(field);
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof ObjectNode inner)) {
      throw error(field, node, "an object");
    }
    return Optional.of(new Fields(inner, where + field + "."));
  }

  /** A number, perhaps not a finite one, of an object within objects. */
  OptionalDouble number(List<String> path) throws RunReportException {
    Optional<Fields> at = Optional.of(this);
    for (String field : path.subList(0, path.size() - 1)) {
      at = at.isPresent() ? at.get().object(field) : at;
    }
    return at.isPresent() ? at.get().number(path.get(path.size() - 1)) : OptionalDouble.empty();
  }

  OptionalDouble number(String field) throws RunReportException {
    JsonNode node = node(field);
    return node == null ? OptionalDouble.empty() : OptionalDouble.of(number(node, field));
  }

  /** Numbers by index; where the list holds null, that one is empty. */
  List<OptionalDouble> numbers(String field) throws RunReportException {
    List<OptionalDouble> numbers = new ArrayList<>();
    for (JsonNode element : elements(field)) {
      numbers.add(
          element.isNull()
              ? OptionalDouble.empty()
              : OptionalDouble.of(number(element, field + "[" + numbers.size() + "]")));
    }
    return numbers;
  }

  Optional<String> text(String field) throws RunReportException {
    JsonNode node = node(field);
    return node == null ? Optional.empty() : Optional.of(text(node, field));
  }

  List<String> texts(String field) throws RunReportException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(field)) {
      texts.add(text(element, field + "[" + texts.size() + "]"));
    }
    return texts;
  }

  boolean flag(String field) throws RunReportException {
    JsonNode node = node(field);
    if (node != null && !node.isBoolean()) {
      throw error(field, node, "true or false");
    }
    return node != null && node.booleanValue();
  }

  RunReportException error(String field, @Nullable JsonNode node, String expected) {
    return new RunReportException(
        where
            + field
            + ": "
            + (node == null ? "missing" : shown(node))
            + " (expected: "
            + expected
            + ")");
  }

  private @Nullable JsonNode node(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private Iterable<JsonNode> elements(String field) throws RunReportException {
    JsonNode node = node(field);
    if (node != null && !node.isArray()) {
      throw error(field, node, "a list");
    }
    return node == null ? List.of() : node;
  }

  /** Jackson writes a number that is not finite as a string. */
  private double number(JsonNode node, String field) throws RunReportException {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.isString() ? node.stringValue() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw error(field, node, "a number");
    };
  }

  private String text(JsonNode node, String field) throws RunReportException {
    if (!node.isString()) {
      throw error(field, node, "a string");
    }
    return node.stringValue();
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}

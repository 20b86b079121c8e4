package io.plumbline.graders.tasks.files;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Typed access to one JSON object of a task file; errors name place, field and limit. */
final class Fields {
  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_SHOWN = 40;

  private final JsonNode object;
  private final String where;
  private final String prefix;

  /** {@code where} starts every message; {@code prefix} is the path to this object. */
  Fields(JsonNode object, String where, String prefix) {
    this.object = object;
    this.where = where;
    this.prefix = prefix;
  }

  boolean has(String field) {
    return node(field) != null;
  }

  String text(String field) throws TaskFileException {
    JsonNode node = node(field);
    if (node == null) {
      throw error(field, "missing", "a string");
    }
    return text(node, field);
  }

  String text(String field, String otherwise) throws TaskFileException {
    return has(field) ? text(field) : otherwise;
  }

  List<String> texts(String field, List<String> otherwise) throws TaskFileException {
    JsonNode node = node(field);
    if (node == null) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(node, field)) {
      texts.add(text(element, field + "[" + texts.size() + "]"));
    }
    return texts;
  }

  List<Fields> objects(String field) throws TaskFileException {
    JsonNode node = node(field);
    List<Fields> objects = new ArrayList<>();
    if (node != null) {
      for (JsonNode element : array(node, field)) {
        String path = field + "[" + objects.size() + "]";
        objects.add(new Fields(object(element, path), where, prefix + path + "."));
      }
    }
    return objects;
  }

  /** The object of this name; one without fields where it is not there. */
  Fields object(String field) throws TaskFileException {
    JsonNode node = node(field);
    return new Fields(
        node == null ? JsonNodeFactory.instance.objectNode() : object(node, field),
        where,
        prefix + field + ".");
  }

  int count(String field) throws TaskFileException {
    JsonNode node = node(field);
    if (node == null) {
      throw error(field, "missing", "an integer of at least 0");
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      throw error(field, shown(node), "an integer of at least 0");
    }
    return node.intValue();
  }

  int count(String field, int otherwise) throws TaskFileException {
    return has(field) ? count(field) : otherwise;
  }

  TaskFileException error(String field, String value, String expected) {
    return new TaskFileException(
        where + prefix + field + ": " + shortened(value) + " (expected: " + expected + ")");
  }

  /** An error whose message, {@code field: value (expected: what)}, is this object's. */
  TaskFileException error(String message) {
    return new TaskFileException(where + prefix + message);
  }

  private @Nullable JsonNode node(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private JsonNode array(JsonNode node, String field) throws TaskFileException {
    if (!node.isArray()) {
      throw error(field, shown(node), "a list");
    }
    return node;
  }

  private JsonNode object(JsonNode node, String field) throws TaskFileException {
    if (!node.isObject()) {
      throw error(field, shown(node), "an object");
    }
    return node;
  }

  private String text(JsonNode node, String field) throws TaskFileException {
    if (!node.isString()) {
      throw error(field, shown(node), "a string");
    }
    String text = node.stringValue();
    if (text.length() > MAX_TEXT) {
      throw error(field, text.length() + " characters", "at most " + MAX_TEXT);
    }
    // Such a text has no UTF-8 form: it could be neither sent nor hashed.
    if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF)) {
      throw error(field, "half of a surrogate pair", "Unicode text");
    }
    return text;
  }

  private static String shown(JsonNode node) {
    return node.toString();
  }

  private static String shortened(String value) {
    return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
  }
}

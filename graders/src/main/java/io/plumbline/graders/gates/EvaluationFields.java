package io.plumbline.graders.gates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Typed access to one JSON object of an evaluation; errors name file, field and limit. */
final class EvaluationFields {
  private static final int MAX_SHOWN = 40;

  private final JsonNode object;
  private final String file;
  private final String path;

  /**
   * @param path to the object within the file, with a dot behind it; empty for the file itself
   */
  EvaluationFields(JsonNode object, String file, String path) {
    this.object = object;
    this.file = file;
    this.path = path;
  }

  List<String> names() {
    return List.copyOf(object.propertyNames());
  }

  boolean has(String field) {
    return node(field) != null;
  }

  EvaluationFields object(String field) throws EvaluationException {
    JsonNode node = node(field);
    if (node == null || !node.isObject()) {
      throw error(field, "an object");
    }
    return new EvaluationFields(node, file, path + field + ".");
  }

  List<EvaluationFields> objects(String field, String expected) throws EvaluationException {
    JsonNode node = node(field);
    if (node == null || !node.isArray()) {
      throw error(field, expected);
    }
    List<EvaluationFields> objects = new ArrayList<>();
    for (JsonNode element : node) {
      String at = path + field + "[" + objects.size() + "]";
      if (!element.isObject()) {
        throw error(at, element, "an object");
      }
      objects.add(new EvaluationFields(element, file, at + "."));
    }
    return objects;
  }

  String text(String field) throws EvaluationException {
    JsonNode node = node(field);
    if (node == null || !node.isString()) {
      throw error(field, "a string");
    }
    return node.stringValue();
  }

  Optional<String> optionalText(String field) throws EvaluationException {
    return has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  int count(String field, int least) throws EvaluationException {
    JsonNode node = node(field);
    if (node == null
        || !node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < least) {
      throw error(field, "an integer of at least " + least);
    }
    return node.intValue();
  }

  /** A number in [0, 1]. */
  double share(String field) throws EvaluationException {
    JsonNode node = node(field);
    if (node == null || !node.isNumber() || !(node.doubleValue() >= 0 && node.doubleValue() <= 1)) {
      throw error(field, "a number in [0, 1]");
    }
    return node.doubleValue();
  }

  OptionalDouble optionalShare(String field) throws EvaluationException {
    return has(field) ? OptionalDouble.of(share(field)) : OptionalDouble.empty();
  }

  EvaluationException error(String field, String expected) {
    return error(path + field, node(field), expected);
  }

  private EvaluationException error(String at, @Nullable JsonNode node, String expected) {
    String found = node == null ? "missing" : node.toString();
    if (found.length() > MAX_SHOWN) {
      found = found.substring(0, MAX_SHOWN) + "...";
    }
    return new EvaluationException(
        file + ": " + at + ": " + found + " (expected: " + expected + ")");
  }

  private @Nullable JsonNode node(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }
}

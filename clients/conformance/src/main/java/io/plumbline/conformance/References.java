package io.plumbline.conformance;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Replies of a case by their names, and values that refer to them. */
final class References {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final Map<String, JsonNode> replies = new HashMap<>();

  void put(String name, JsonNode reply) {
    replies.put(name, reply);
  }

  /**
   * A value with what it refers to: {@code "$group.episodes.0.handle"} is part of the reply that
   * was saved as {@code group}; {@code {"$times": 3, "of": value}} is a text or a list three times
   * over.
   */
  JsonNode resolve(JsonNode value) {
    if (value.isString() && value.stringValue().startsWith("$")) {
      String path = value.stringValue().substring(1);
      String name = path.split("\\.", 2)[0];
      JsonNode reply = Optional.ofNullable(replies.get(name)).orElseThrow(() -> absent(value));
      return path.equals(name)
          ? reply
          : at(reply, path.substring(name.length() + 1)).orElseThrow(() -> absent(value));
    }
    if (value.isObject() && value.has("$times")) {
      return times(value.get("$times").intValue(), resolve(value.required("of")));
    }
    if (value instanceof ObjectNode object) {
      ObjectNode resolved = NODES.objectNode();
      for (Entry<String, JsonNode> field : object.properties()) {
        resolved.set(field.getKey(), resolve(field.getValue()));
      }
      return resolved;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode resolved = NODES.arrayNode();
      array.forEach(element -> resolved.add(resolve(element)));
      return resolved;
    }
    return value;
  }

  private static CaseException absent(JsonNode reference) {
    return new CaseException(reference.stringValue() + ": absent (expected: in an earlier reply)");
  }

  private static JsonNode times(int times, JsonNode value) {
    if (value.isString()) {
      return NODES.stringNode(value.stringValue().repeat(times));
    }
    ArrayNode list = NODES.arrayNode();
    for (int i = 0; i < times; i++) {
      value.forEach(list::add);
    }
    return list;
  }

  /** The part of a reply at a path of field names and indices, {@code episodes.0.handle}. */
  static Optional<JsonNode> at(JsonNode reply, String path) {
    JsonNode node = reply;
    for (String step : path.split("\\.", -1)) {
      node =
          node.isArray() && step.matches("[0-9]{1,9}")
              ? node.path(Integer.parseInt(step))
              : node.path(step);
    }
    return node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }
}

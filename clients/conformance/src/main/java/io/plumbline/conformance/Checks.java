package io.plumbline.conformance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What a reply has to be. */
final class Checks {
  private static final int MOST_SHOWN = 200;

  private Checks() {}

  /**
   * Where a reply is not as expected.
   *
   * @param expected checks by path; {@code clients/conformance/README.md} lists their forms
   * @return each {@code path: value (expected: value)}
   */
  static List<String> differences(JsonNode reply, JsonNode expected, References references) {
    List<String> differences = new ArrayList<>();
    boolean errorExpected = expected.propertyNames().stream().anyMatch(p -> p.startsWith("error"));
    if (reply.has("error") && !errorExpected) {
      String message = reply.get("error").path("message").asString("");
      return List.of("error: " + message + " (expected: none)");
    }
    for (Entry<String, JsonNode> check : expected.properties()) {
      Optional<JsonNode> found = References.at(reply, check.getKey());
      try {
        difference(found, check.getValue(), references)
            .ifPresent(
                wanted ->
                    differences.add(
                        check.getKey() + ": " + shown(found) + " (expected: " + wanted + ")"));
      } catch (CaseException e) {
        differences.add(check.getKey() + ": cannot be checked: " + e.getMessage());
      }
    }
    return differences;
  }

  /** What was wanted instead; empty if the value is right. */
  private static Optional<String> difference(
      Optional<JsonNode> found, JsonNode check, References references) {
    if (check.isObject() && check.size() == 1) {
      Entry<String, JsonNode> only = check.properties().iterator().next();
      JsonNode wanted = references.resolve(only.getValue());
      switch (only.getKey()) {
        case "absent" -> {
          return found.isEmpty() ? Optional.empty() : Optional.of("absent");
        }
        case "sha256" -> {
          return unless(found.filter(n -> sha256(n).equals(wanted.asString())), "SHA-256 " + wanted)
              .map(text -> text + found.map(n -> ", but it is " + sha256(n)).orElse(""));
        }
        case "length" -> {
          return unless(
              found.filter(n -> n.isArray() && n.size() == wanted.intValue()), wanted + " of them");
        }
        case "contains" -> {
          String text = wanted.asString();
          return unless(
              found.filter(n -> n.asString().contains(text)), "containing \"" + text + "\"");
        }
        case "not" -> {
          return unless(found.filter(n -> !same(n, wanted)), "another value");
        }
        default -> {} // a value like any other
      }
    }
    JsonNode wanted = references.resolve(check);
    return unless(found.filter(n -> same(n, wanted)), shown(Optional.of(wanted)));
  }

  private static Optional<String> unless(Optional<JsonNode> right, String wanted) {
    return right.isPresent() ? Optional.empty() : Optional.of(wanted);
  }

  /** Numbers are equal by value, 1 and 1.0. */
  private static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue(), other.doubleValue()) == 0;
    }
    if (one.isArray() && other.isArray() && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        if (!same(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one.isObject() && other.isObject() && one.size() == other.size()) {
      return one.properties().stream()
          .allMatch(
              field ->
                  other.has(field.getKey()) && same(field.getValue(), other.get(field.getKey())));
    }
    return one.equals(other);
  }

  /**
   * Of a text, its bytes in UTF-8; of anything else, all texts, whole numbers and truth values in
   * it, each followed by a zero byte, fields in the order of their names.
   */
  static String sha256(JsonNode value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      if (value.isString()) {
        digest.update(value.stringValue().getBytes(StandardCharsets.UTF_8));
      } else {
        update(digest, value);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static void update(MessageDigest digest, JsonNode value) {
    if (value.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      fields.values().forEach(field -> update(digest, field));
    } else if (value.isArray()) {
      value.forEach(element -> update(digest, element));
    } else {
      digest.update(value.asString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }

  private static String shown(Optional<JsonNode> value) {
    String text = value.map(JsonNode::toString).orElse("absent");
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }
}

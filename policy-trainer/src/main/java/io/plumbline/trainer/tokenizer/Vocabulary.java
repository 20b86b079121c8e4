package io.plumbline.trainer.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the tokens of a {@code tokenizer.json} stand for. */
final class Vocabulary {
  private final Map<String, Integer> ids;

  /** By id; empty for a special token. */
  private final byte[][] bytes;

  private Vocabulary(Map<String, Integer> ids, byte[][] bytes) {
    this.ids = ids;
    this.bytes = bytes;
  }

  /**
   * Reads {@code model.vocab}.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if it lacks a special token or a byte, or its ids are not 0 to
   *     one less than their number
   */
  static Vocabulary read(String json, String name) {
    JsonNode vocab;
    try {
      vocab = new JsonMapper().readTree(json).path("model").path("vocab");
    } catch (JacksonException e) {
      throw bad(name, "is not JSON: " + e.getOriginalMessage());
    }
    if (!vocab.isObject()) {
      throw bad(name, "has no object model.vocab");
    }
    Map<String, Integer> ids = new HashMap<>();
    byte[][] bytes = new byte[vocab.size()][];
    for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
      int id = entry.getValue().asInt(-1);
      if (id < 0 || id >= bytes.length || bytes[id] != null) {
        throw bad(name, "has id " + entry.getValue() + " for " + entry.getKey() + ", no next one");
      }
      ids.put(entry.getKey(), id);
      bytes[id] = entry.getKey().getBytes(StandardCharsets.UTF_8);
    }
    for (String special : TokenizerFile.SPECIAL) {
      bytes[known(ids, special, name)] = new byte[0];
    }
    for (int value = 0; value < TokenizerFile.BYTES; value++) {
      bytes[known(ids, TokenizerFile.byteName(value), name)] = new byte[] {(byte) value};
    }
    return new Vocabulary(ids, bytes);
  }

  int size() {
    return bytes.length;
  }

  int id(String special) {
    return known(ids, special, "the vocabulary");
  }

  String decode(int[] tokens) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(4 * tokens.length);
    for (int token : tokens) {
      if (token < 0 || token >= bytes.length) {
        throw new IllegalArgumentException(
            "id: " + token + " (expected: 0 to " + (bytes.length - 1) + ")");
      }
      text.writeBytes(bytes[token]);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  static IllegalArgumentException bad(String name, String why) {
    return new IllegalArgumentException(
        "tokenizer: " + name + " " + why + " (expected: a file of plumbline tokenizer)");
  }

  private static int known(Map<String, Integer> ids, String token, String name) {
    Integer id = ids.get(token);
    if (id == null) {
      throw bad(name, "has no " + token);
    }
    return id;
  }
}

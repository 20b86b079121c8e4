package io.plumbline.trainer.tokenizer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the files of a Hugging Face tokenizer say.
 *
 * @param tokenizer the bytes of {@code tokenizer.json}
 * @param ids of all its tokens, by their spelling
 * @param texts of its tokens, by their ids
 * @param specialTokens by the names that templates know them by
 * @param templateFile where the chat template is
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; read only
record ChatTokenizerFiles(
    byte[] tokenizer,
    Map<String, Integer> ids,
    Map<Integer, String> texts,
    SortedMap<String, String> specialTokens,
    String template,
    String templateFile) {
  static final String TOKENIZER = "tokenizer.json";
  static final String CONFIG = "tokenizer_config.json";
  static final String TEMPLATE = "chat_template.jinja";
  private static final List<String> SPECIAL =
      List.of("bos_token", "eos_token", "pad_token", "unk_token");

  static ChatTokenizerFiles read(Path folder) {
    byte[] tokenizer = bytes(folder.resolve(TOKENIZER), TOKENIZER);
    Map<String, Integer> ids = ids(json(tokenizer, TOKENIZER));
    Map<Integer, String> texts = new HashMap<>();
    ids.forEach((text, id) -> texts.put(id, text));
    JsonNode config = json(bytes(folder.resolve(CONFIG), CONFIG), CONFIG);
    SortedMap<String, String> special = new TreeMap<>();
    for (String name : SPECIAL) {
      JsonNode token = config.path(name);
      JsonNode text = token.isObject() ? token.path("content") : token;
      if (text.isString()) {
        special.put(name, text.stringValue());
      } else if (!token.isMissingNode() && !token.isNull()) {
        throw bad(CONFIG, name + ": " + token, "a token");
      }
    }
    for (Map.Entry<String, JsonNode> token : config.path("added_tokens_decoder").properties()) {
      String text = token.getValue().path("content").asString("");
      if (!token.getKey().equals(String.valueOf(ids.get(text)))) {
        throw bad(
            CONFIG,
            "added_tokens_decoder." + token.getKey() + ": " + shown(text),
            "as in " + TOKENIZER);
      }
    }
    Path file = folder.resolve(TEMPLATE);
    if (Files.exists(file)) { // it outranks the config's
      String template = new String(bytes(file, TEMPLATE), StandardCharsets.UTF_8);
      return new ChatTokenizerFiles(tokenizer, ids, texts, special, template, TEMPLATE);
    }
    String template = template(config.path("chat_template"));
    return new ChatTokenizerFiles(tokenizer, ids, texts, special, template, CONFIG);
  }

  /** A template, or the default one of several. */
  private static String template(JsonNode node) {
    JsonNode template = node;
    for (JsonNode named : node) {
      if (named.path("name").asString("").equals("default")) {
        template = named.path("template");
      }
    }
    if (!template.isString()) {
      throw bad(
          CONFIG,
          "chat_template: " + (node.isMissingNode() ? "missing" : "none named default"),
          "a template, here or in " + TEMPLATE);
    }
    return template.stringValue();
  }

  private static Map<String, Integer> ids(JsonNode json) {
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = json.path("model").path("vocab");
    for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
      ids.put(token.getKey(), token.getValue().asInt(-1));
    }
    for (JsonNode token : json.path("added_tokens")) {
      ids.put(token.path("content").asString(""), token.path("id").asInt(-1));
    }
    if (!vocabulary.isObject() || ids.containsValue(-1)) {
      throw bad(TOKENIZER, "model.vocab or added_tokens", "tokens with their ids");
    }
    return ids;
  }

  /** Refuses tokens that a model does not know. */
  void checkVocabulary(int vocabSize) {
    texts.forEach(
        (id, text) -> {
          if (id >= vocabSize) {
            throw bad(
                TOKENIZER,
                "token " + id + ", " + shown(text),
                "at most " + (vocabSize - 1) + ", by vocab_size of config.json");
          }
        });
    specialTokens.forEach(
        (name, text) -> {
          if (!ids.containsKey(text)) {
            throw bad(CONFIG, name + ": " + shown(text), "a token of " + TOKENIZER);
          }
        });
  }

  /** The id of {@code eos_token}. */
  int endToken() {
    String text = specialTokens.get("eos_token");
    Integer id = text == null ? null : ids.get(text);
    if (id == null) {
      throw bad(CONFIG, "eos_token: missing", "an end token, here or in config.json");
    }
    return id;
  }

  boolean isToken(int id) {
    return texts.containsKey(id);
  }

  int tokens() {
    return texts.size();
  }

  private static byte[] bytes(Path path, String name) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          name
              + (Files.exists(path) ? ": cannot be read" : ": missing")
              + " (expected: a Hugging Face folder)",
          e);
    }
  }

  private static JsonNode json(byte[] bytes, String name) {
    try {
      JsonNode json = JsonMapper.shared().readTree(bytes);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // said below
    }
    throw new IllegalArgumentException(name + ": not JSON (expected: an object)");
  }

  private static String shown(String text) {
    return "\"" + text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?") + "\"";
  }

  private static IllegalArgumentException bad(String file, String found, String expected) {
    return new IllegalArgumentException(file + ": " + found + " (expected: " + expected + ")");
  }
}

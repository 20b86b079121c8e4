package io.plumbline.graders.preflight;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of one JSON object a line, as data, samples and metrics are. */
final class JsonLines {
  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_SHOWN = 40;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /**
   * One object and where it is.
   *
   * @param where file and line
   */
  record Line(String where, JsonNode object) {

    /** A text; empty where there is none. */
    Optional<String> text(String field) throws PreflightException {
      JsonNode node = object.path(field);
      if (node.isMissingNode() || node.isNull()) {
        return Optional.empty();
      }
      if (!node.isString()) {
        throw error(field, node, "a string");
      }
      return Optional.of(node.stringValue());
    }

    /** A number at a path such as {@code /eval/update}; empty where there is none, or a NaN. */
    OptionalDouble number(String pointer) throws PreflightException {
      JsonNode node = object.at(pointer);
      if (node.isMissingNode() || node.isNull() || node.isString()) { // "NaN" of a diverged run
        return OptionalDouble.empty();
      }
      if (!node.isNumber()) {
        throw error(pointer.substring(1).replace('/', '.'), node, "a number");
      }
      return Double.isFinite(node.doubleValue())
          ? OptionalDouble.of(node.doubleValue())
          : OptionalDouble.empty();
    }

    private PreflightException error(String field, JsonNode node, String expected) {
      String shown = node.toString();
      shown = shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "...";
      return new PreflightException(
          where + ": " + field + ": " + shown + " (expected: " + expected + ")");
    }
  }

  private JsonLines() {}

  /** The file's objects; blank lines hold none. */
  static List<Line> read(Path file) throws PreflightException {
    String content;
    try {
      content = InputFile.text(file, MAX_BYTES);
    } catch (InputFileException e) {
      throw new PreflightException(e.getMessage());
    }
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : content.split("\n", -1)) {
      number++;
      if (!text.isBlank()) {
        lines.add(new Line(file + ":" + number, object(file + ":" + number, text)));
      }
    }
    return lines;
  }

  private static JsonNode object(String where, String text) throws PreflightException {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new PreflightException(where + ": not JSON (expected: a JSON object)");
    }
    if (!node.isObject()) {
      throw new PreflightException(where + ": not an object (expected: a JSON object)");
    }
    return node;
  }
}

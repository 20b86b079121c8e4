package io.plumbline.graders.lines;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Grades lines of JSON. Immutable; serves any number of threads.
 *
 * <p>A line is an object with {@code id} (a string or a number), {@code task_type} (an
 * environment's name), {@code output}, and what the environment grades against:
 *
 * <ul>
 *   <li>{@code spreadsheet_clean}: {@code expected_row_count}, {@code required_columns}, {@code
 *       forbidden_pattern}, {@code key_columns}, {@code money_columns}, and {@code strict} requires
 *       {@code gold} and takes {@code input}. The key is Quarter if that column is required, else
 *       the first required column; money is Revenue and OpEx where required.
 *   <li>{@code doc_revision}: {@code input}, which {@code strict} requires, and for {@code strict}
 *       {@code gold}, where there is one.
 *   <li>{@code citation_ground}: {@code required_citations}, {@code anchor_phrases}.
 * </ul>
 *
 * <p>What is missing takes the default task's value ({@link TableReference}, {@link
 * io.plumbline.graders.revision.DocRevision#DEFAULT_INPUT_WORDS}, {@link CitationReference}); only
 * {@code id}, {@code task_type}, {@code output} and what {@code strict} requires have none. Other
 * fields are ignored.
 *
 * <p>The answer has {@code id} as given, {@code scores} by dimension, {@code flags} and {@code
 * composite}, which is the reward under {@link RewardRule#REFERENCE}; or {@code id} and {@code
 * error}. It is ASCII: everything else is escaped, lone surrogates included.
 *
 * <p>With a {@link SecondLook} a line also has {@code intent}, {@code constraints} and {@code
 * sources}, a list of objects with {@code name} and {@code text}: what the writer was shown. {@code
 * doc_revision} then requires {@code input}, {@code citation_ground} {@code input} and {@code
 * sources}. The answer has the remarks in {@code judge}; a dimension that {@code FAILED} has the
 * score null, and so is the composite.
 */
public final class GradeLines {

  /** The longest output that is graded, in bytes of UTF-8. */
  public static final int MAX_OUTPUT_BYTES = 1 << 20;

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // The JDK's own writer of doubles changed after 17.
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Profile profile;
  private final Map<String, Environment> environments = new LinkedHashMap<>();
  private final Optional<SecondLook> second;

  /** Grades the tasks of {@code environments} by the rules of {@code profile}. */
  public GradeLines(Profile profile, List<Environment> environments) {
    this(profile, environments, Optional.empty());
  }

  /** The same, and lets {@code second} look at what the rules leave open. */
  public GradeLines(Profile profile, List<Environment> environments, SecondLook second) {
    this(profile, environments, Optional.of(second));
  }

  private GradeLines(Profile profile, List<Environment> environments, Optional<SecondLook> second) {
    this.profile = profile;
    this.second = second;
    environments.forEach(environment -> this.environments.put(environment.name(), environment));
  }

  /**
   * An answer.
   *
   * @param json one line, without a line feed
   * @param ok whether it has a composite; else it is an error, or a dimension failed
   */
  public record Result(String json, boolean ok) {}

  /**
   * Grades one line of UTF-8.
   *
   * @param lineNumber from 1; named where the line cannot be read
   */
  public Result grade(byte[] line, int lineNumber) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return LineAnswers.error(
          "null", "line " + lineNumber + ": not UTF-8 (expected: a JSON object)");
    }
    return grade(text, lineNumber);
  }

  /**
   * Grades one line.
   *
   * @param lineNumber from 1; named where the line is no JSON object
   */
  public Result grade(String line, int lineNumber) {
    String id = id(line);
    String output;
    Grader grader;
    Optional<Task> shown;
    try {
      LineFields fields = new LineFields(object(line, lineNumber));
      fields.requireId();
      String type = fields.required("task_type");
      Environment environment = environments.get(type);
      if (environment == null) {
        throw new IllegalArgumentException(
            LineFields.refusal(
                "task_type", type, "one of " + String.join(", ", environments.keySet())));
      }
      output = fields.required("output");
      long bytes = utf8Bytes(output);
      if (bytes > MAX_OUTPUT_BYTES) {
        throw new IllegalArgumentException(
            "output: " + bytes + " bytes (expected: at most " + MAX_OUTPUT_BYTES + ")");
      }
      Task task = fields.task(type, profile);
      grader = environment.grader(task, profile);
      shown = second.isEmpty() ? Optional.empty() : Optional.of(fields.shown(task));
    } catch (IllegalArgumentException e) {
      return LineAnswers.error(id, String.valueOf(e.getMessage()));
    }
    return shown.isEmpty()
        ? LineAnswers.grade(id, grader.grade(output))
        : LineAnswers.seen(id, second.orElseThrow().look(grader, shown.get(), output));
  }

  private static JsonNode object(String line, int lineNumber) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      TokenStreamLocation where = e.getLocation(); // null where a limit is passed
      throw new IllegalArgumentException(
          "line "
              + lineNumber
              + (where == null ? "" : ", column " + where.getColumnNr())
              + ": not JSON (expected: one JSON object without duplicate names)",
          e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          LineFields.refusal(
              "line " + lineNumber,
              node.isMissingNode() ? "blank" : node.toString(),
              "a JSON object"));
    }
    return node;
  }

  /** The line's id in JSON as it stands there, from a line that may be broken further on. */
  private static String id(String line) {
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      // There is no name but in an object.
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (name.equals("id")) {
          return value == JsonToken.VALUE_STRING
              ? JSON.writeValueAsString(parser.getString())
              : value.isNumeric() ? parser.getString() : "null";
        }
        parser.skipChildren();
      }
    } catch (JacksonException e) {
      return "null"; // reading the line as a whole says what is wrong
    }
    return "null";
  }

  /** Bytes of UTF-8, a lone surrogate taken for 3. */
  private static long utf8Bytes(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        bytes += 2;
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++; // a pair: 4 bytes for its 2 chars
        }
      } else if (c >= 0x80) {
        bytes++;
      }
    }
    return bytes;
  }
}

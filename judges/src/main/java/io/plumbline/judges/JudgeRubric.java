package io.plumbline.judges;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a judge is told about one dimension.
 *
 * @param environment whose dimension it is
 * @param dimension as in the contract, {@code faithfulness}
 * @param version the file's number and a hash of all that a judge is told, so that a calibration
 *     never outlives the words it was made with: {@code 1.3fa9c2b1d0e4}
 * @param least the worst score
 * @param most the best score
 * @param instruction what to look at and what each score means
 */
public record JudgeRubric(
    String environment, String dimension, String version, int least, int most, String instruction) {

  private static final List<JudgeRubric> BUNDLED =
      List.of(
          resource("doc_revision.faithfulness.txt"),
          resource("doc_revision.quality_delta.txt"),
          resource("citation_ground.citation_accurate.txt"),
          resource("citation_ground.hallucination_flag.txt"));

  public JudgeRubric {
    if (least >= most) {
      throw new IllegalArgumentException(
          "scale: " + least + " to " + most + " (expected: from a lower to a higher number)");
    }
  }

  /**
   * Those that come with this library: two of {@code doc_revision}, two of {@code citation_ground}.
   */
  public static List<JudgeRubric> bundled() {
    return BUNDLED;
  }

  /** The bundled one for a dimension, if there is one. */
  public static Optional<JudgeRubric> of(String environment, String dimension) {
    return BUNDLED.stream()
        .filter(rubric -> rubric.environment.equals(environment))
        .filter(rubric -> rubric.dimension.equals(dimension))
        .findFirst();
  }

  private static JudgeRubric resource(String file) {
    try (InputStream in = JudgeRubric.class.getResourceAsStream("rubrics/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the library's jar lacks rubrics/" + file);
      }
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e); // a broken jar
    }
  }

  /**
   * A file of lines {@code environment}, {@code dimension}, {@code version} and {@code scale}, each
   * {@code name: value}, then a blank line and the instruction.
   */
  static JudgeRubric parse(String file, String text) {
    Map<String, String> head = new LinkedHashMap<>();
    int from = 0;
    while (from < text.length() && text.charAt(from) != '\n') {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      int colon = text.indexOf(':', from);
      if (colon < 0 || colon > end) {
        throw new IllegalArgumentException(file + ": no \":\" in a line before the blank one");
      }
      head.put(text.substring(from, colon), text.substring(colon + 1, end).strip());
      from = Math.min(end + 1, text.length());
    }
    String scale = field(file, head, "scale");
    int to = scale.indexOf(" to ");
    String instruction = text.substring(from).strip();
    if (to < 0 || instruction.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": scale: \"" + scale + "\" (expected: \"0 to 10\", and an instruction below)");
    }
    JudgeRubric rubric =
        new JudgeRubric(
            field(file, head, "environment"),
            field(file, head, "dimension"),
            field(file, head, "version"),
            Integer.parseInt(scale.substring(0, to)),
            Integer.parseInt(scale.substring(to + 4)),
            instruction);
    return new JudgeRubric(
        rubric.environment,
        rubric.dimension,
        rubric.version + "." + Prompt.fingerprint(rubric),
        rubric.least,
        rubric.most,
        instruction);
  }

  private static String field(String file, Map<String, String> head, String name) {
    String value = head.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(file + ": " + name + ": missing (expected: a value)");
    }
    return value;
  }

  /** The scale in words: {@code 0 to 10}. */
  String scale() {
    return least + " to " + most;
  }
}

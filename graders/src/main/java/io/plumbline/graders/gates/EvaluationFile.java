package io.plumbline.graders.gates;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file with evaluations: what {@code eval --out} writes, one evaluation with perhaps a greedy one
 * in it; or a run's {@code before.json} or {@code after.json}, with {@code regular}, {@code
 * stress}, {@code regular_greedy} and {@code stress_greedy}.
 */
public final class EvaluationFile {
  private static final long MAX_BYTES = 256L << 20;
  private static final String REGULAR = "regular";
  private static final String STRESS = "stress";
  private static final String GREEDY = "greedy";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String name;
  private final Map<String, Evaluation> evaluations;

  private EvaluationFile(String name, Map<String, Evaluation> evaluations) {
    this.name = name;
    this.evaluations = evaluations;
  }

  /**
   * Reads a file as a whole; means that are not those of its cases are refused.
   *
   * @throws EvaluationException if it cannot be read or is not of the form that {@code eval}
   *     writes; the message names file, field and limit
   */
  public static EvaluationFile read(Path file) throws EvaluationException {
    try {
      return parse(file.toString(), InputFile.text(file, MAX_BYTES));
    } catch (InputFileException e) {
      throw new EvaluationException(e.getMessage());
    }
  }

  /**
   * The same from text.
   *
   * @param name what errors call it
   * @throws EvaluationException as {@link #read} does
   */
  public static EvaluationFile parse(String name, String text) throws EvaluationException {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where = at == null ? "" : " from line " + at.getLineNr() + " on";
      throw new EvaluationException(
          name + ": not JSON" + where + " (expected: one object, each field once)");
    }
    if (!node.isObject()) {
      throw new EvaluationException(name + ": not a JSON object (expected: evaluations)");
    }
    EvaluationFields fields = new EvaluationFields(node, name, "");
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    if (fields.has(REGULAR) || fields.has(STRESS)) {
      for (String tasks : new String[] {REGULAR, STRESS}) {
        evaluations.put(tasks, new EvaluationReader(fields.object(tasks), name, tasks).read());
        String greedy = tasks + "_" + GREEDY;
        if (fields.has(greedy)) {
          evaluations.put(greedy, new EvaluationReader(fields.object(greedy), name, greedy).read());
        }
      }
    } else {
      evaluations.put("", new EvaluationReader(fields, name, "").read());
      if (fields.has(GREEDY)) {
        evaluations.put(GREEDY, new EvaluationReader(fields.object(GREEDY), name, GREEDY).read());
      }
    }
    return new EvaluationFile(name, evaluations);
  }

  /** Whether it is a run's, with regular and stress tasks. */
  boolean isRun() {
    return evaluations.containsKey(REGULAR);
  }

  /**
   * The evaluation of regular tasks, or the only one.
   *
   * @param greedy the one that was decoded greedily
   * @throws EvaluationException if the file does not have it
   */
  public Evaluation regular(boolean greedy) throws EvaluationException {
    String key = isRun() ? REGULAR + (greedy ? "_" + GREEDY : "") : greedy ? GREEDY : "";
    return find(key);
  }

  /**
   * The evaluation of stress tasks; empty where the file is not a run's.
   *
   * @param greedy the one that was decoded greedily
   * @throws EvaluationException if it is a run's and does not have it
   */
  public Optional<Evaluation> stress(boolean greedy) throws EvaluationException {
    return isRun() ? Optional.of(find(STRESS + (greedy ? "_" + GREEDY : ""))) : Optional.empty();
  }

  private Evaluation find(String key) throws EvaluationException {
    Evaluation found = evaluations.get(key);
    if (found == null) {
      throw new EvaluationException(name + ": " + key + ": missing (expected: an evaluation)");
    }
    return found;
  }
}

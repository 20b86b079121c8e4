package io.plumbline.graders.gates;

import io.plumbline.graders.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * An evaluation as {@code eval} would have written it: four cases, each score 0.9 until a test says
 * otherwise, for one profile or for both.
 */
public final class Recorded {
  private static final List<String> DIMENSIONS =
      List.of(
          "composite", "data_preservation", "unit_consistency", "format_validity", "completeness");
  private static final int CASES = 4;

  private final Map<Profile, Map<String, double[]>> values = new LinkedHashMap<>();
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();

  public Recorded() {
    for (Profile profile : List.of(Profile.REFERENCE, Profile.STRICT)) {
      Map<String, double[]> scores = new LinkedHashMap<>();
      for (String dimension : DIMENSIONS) {
        double[] nines = new double[CASES];
        Arrays.fill(nines, 0.9);
        scores.put(dimension, nines);
      }
      values.put(profile, scores);
    }
    fields.put("policy", "policy");
    fields.put("decoding", "sampled");
    fields.put("tasks", "heldout");
    fields.put("max_tokens", 768);
    fields.put("tokenizer", "built-in estimate of a byte-pair tokenizer");
    fields.put("truncated", 0.25);
    fields.put("all_rows_kept", 0.25);
  }

  /** One value for each case, or the same for all; NaN is none. */
  public Recorded with(Profile profile, String dimension, double... scores) {
    double[] all = new double[CASES];
    for (int i = 0; i < CASES; i++) {
      all[i] = scores[i % scores.length];
    }
    values.getOrDefault(profile, Map.of()).put(dimension, all);
    return this;
  }

  public Recorded with(String dimension, double... scores) {
    return with(Profile.REFERENCE, dimension, scores).with(Profile.STRICT, dimension, scores);
  }

  public Recorded field(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  public Recorded without(String name) {
    removed.add(name);
    return this;
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cases", CASES);
    values.forEach(
        (profile, scores) -> {
          Map<String, Double> means = new LinkedHashMap<>();
          scores.forEach((name, all) -> means.put(name, mean(all)));
          json.put(profile.label(), means);
        });
    json.put("grader_versions", Map.of("reference", "r1", "strict", "s1"));
    List<Map<String, Object>> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      cases.add(perCase(i));
    }
    json.put("per_case", cases);
    json.putAll(fields); // a test's own word is the last
    json.keySet().removeAll(removed);
    return json;
  }

  private static double mean(double[] scores) {
    return Arrays.stream(scores).filter(score -> !Double.isNaN(score)).average().orElse(0);
  }

  private Map<String, Object> perCase(int index) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("task_id", "spreadsheet_clean/" + fields.get("tasks") + "/" + index);
    record.put("content_hash", "hash" + index);
    values.forEach(
        (profile, scores) -> {
          Map<String, Double> one = new LinkedHashMap<>();
          scores.forEach(
              (name, all) -> {
                if (!Double.isNaN(all[index])) {
                  one.put(name, all[index]);
                }
              });
          record.put(profile.label(), one);
        });
    return record;
  }

  public String text() {
    return JsonMapper.shared().writeValueAsString(json());
  }

  /** As read from a file of that name. */
  public Evaluation read(String file) throws EvaluationException {
    return EvaluationFile.parse(file, text()).regular(false);
  }

  /** Two evaluations of one policy. */
  public static Measured measured(String file, Recorded regular, Recorded stress)
      throws EvaluationException {
    return new Measured(
        regular.read(file), Optional.of(stress.field("tasks", "stress_heldout").read(file)));
  }
}

package io.plumbline.graders.gates;

import io.plumbline.graders.Profile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads one evaluation, in the form that {@code eval} writes. */
final class EvaluationReader {
  /** The means were summed in the same order from the same doubles; printing loses nothing. */
  private static final double SAME = 1e-9;

  private final EvaluationFields fields;
  private final String file;
  private final String field;

  EvaluationReader(EvaluationFields fields, String file, String field) {
    this.fields = fields;
    this.file = file;
    this.field = field;
  }

  Evaluation read() throws EvaluationException {
    int cases = fields.count("cases", 1);
    List<Evaluation.Case> perCase = perCase(cases);
    Map<Profile, Evaluation.Scores> profiles = new EnumMap<>(Profile.class);
    for (Profile profile : Profile.values()) {
      profiles.put(profile, scores(profile));
    }
    Evaluation evaluation =
        new Evaluation(
            file,
            field,
            fields.text("policy"),
            fields.optionalText("decoding"),
            fields.text("tasks"),
            fields.count("max_tokens", 1),
            fields.text("tokenizer"),
            cases,
            fields.share("truncated"),
            fields.optionalShare("all_rows_kept"),
            profiles,
            perCase);
    requireMeans(evaluation);
    return evaluation;
  }

  private Evaluation.Scores scores(Profile profile) throws EvaluationException {
    String label = profile.label();
    EvaluationFields means = fields.object(label);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(Evaluation.COMPOSITE, means.share(Evaluation.COMPOSITE));
    for (String name : means.names()) {
      values.put(name, means.share(name));
    }
    return new Evaluation.Scores(fields.object("grader_versions").text(label), values);
  }

  private List<Evaluation.Case> perCase(int cases) throws EvaluationException {
    List<EvaluationFields> records =
        fields.objects("per_case", "a record of each case, as eval writes them");
    if (records.size() != cases) {
      throw fields.error("cases", records.size() + ", the records in per_case");
    }
    List<Evaluation.Case> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (EvaluationFields record : records) {
      String id = record.text("task_id");
      if (!seen.add(id)) {
        throw record.error("task_id", "each task once");
      }
      Map<Profile, Map<String, Double>> values = new EnumMap<>(Profile.class);
      for (Profile profile : Profile.values()) {
        EvaluationFields scores = record.object(profile.label());
        Map<String, Double> byName = new LinkedHashMap<>();
        for (String name : scores.names()) {
          byName.put(name, scores.share(name));
        }
        values.put(profile, byName);
      }
      all.add(new Evaluation.Case(id, record.text("content_hash"), values));
    }
    return all;
  }

  /** A file whose means are not those of its cases was put together by hand. */
  private static void requireMeans(Evaluation evaluation) throws EvaluationException {
    for (Profile profile : Profile.values()) {
      for (Map.Entry<String, Double> mean : evaluation.scores(profile).means().entrySet()) {
        OptionalDouble measured =
            evaluation.perCase().stream()
                .map(each -> each.value(profile, mean.getKey()))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
        if (measured.isEmpty() || Math.abs(measured.getAsDouble() - mean.getValue()) > SAME) {
          throw evaluation.error(
              profile.label() + "." + mean.getKey(),
              mean.getValue().toString(),
              measured.isEmpty()
                  ? "a dimension that per_case has"
                  : String.format(
                      Locale.ROOT, "%.6f, the mean of per_case", measured.getAsDouble()));
        }
      }
    }
  }
}

package io.plumbline.trainer.evaluation;

import io.plumbline.env.v1.DimensionSpec;
import io.plumbline.env.v1.Rubric;
import io.plumbline.graders.Profile;
import io.plumbline.graders.gates.PromotionGate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Means of cases under one profile. */
final class Scoring {
  private Scoring() {}

  static Report.Scores of(Rubric rubric, List<Case> cases) {
    String profile = rubric.getProfile();
    Map<String, Double> dimensions = new LinkedHashMap<>();
    for (DimensionSpec spec : rubric.getDimensionsList()) {
      mean(cases, profile, spec.getName()).ifPresent(mean -> dimensions.put(spec.getName(), mean));
    }
    List<Case> graded =
        cases.stream().filter(each -> each.value(profile, Case.COMPOSITE).isPresent()).toList();
    return new Report.Scores(
        rubric.getVersion(),
        mean(graded, profile, Case.COMPOSITE).orElse(Double.NaN),
        dimensions,
        (int) graded.stream().filter(each -> hackingLike(each, profile)).count(),
        cases.size() - graded.size());
  }

  private static OptionalDouble mean(List<Case> cases, String profile, String dimension) {
    return cases.stream()
        .map(each -> each.value(profile, dimension))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  private static boolean hackingLike(Case graded, String profile) {
    return PromotionGate.isHackingLike(
        Profile.named(profile).orElse(Profile.STRICT),
        graded.value(profile, "format_validity").orElse(0),
        graded.value(profile, "data_preservation").orElse(1));
  }
}

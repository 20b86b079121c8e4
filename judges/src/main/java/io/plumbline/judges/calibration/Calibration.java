package io.plumbline.judges.calibration;

import io.plumbline.judges.JudgeId;
import io.plumbline.judges.JudgeRubric;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a judge did on a calibration set. Good for that endpoint and model, and for rubrics that have
 * not changed since.
 *
 * @param judge who was calibrated
 * @param dimensions one for each dimension of the set
 */
public record Calibration(JudgeId judge, List<DimensionResult> dimensions) {
  public Calibration {
    dimensions = List.copyOf(dimensions);
  }

  /** Of a judge of which nothing is known. */
  public static Calibration none(JudgeId judge) {
    return new Calibration(judge, List.of());
  }

  /** What {@code asked}'s scores by {@code rubric} are good for. */
  public Standing standing(JudgeId asked, JudgeRubric rubric) {
    return judge.equals(asked)
        ? result(rubric).map(DimensionResult::standing).orElse(Standing.UNCALIBRATED)
        : Standing.UNCALIBRATED;
  }

  /**
   * What {@code asked} is good for, in a line: {@code MODEL at ENDPOINT: faithfulness paid,
   * quality_delta uncalibrated and not paid, ...}.
   */
  public String standings(JudgeId asked) {
    return JudgeRubric.bundled().stream()
        .map(rubric -> rubric.dimension() + " " + inWords(standing(asked, rubric)))
        .collect(Collectors.joining(", ", asked + ": ", ""));
  }

  private static String inWords(Standing standing) {
    return standing == Standing.PAID ? "paid" : standing.label() + " and not paid";
  }

  /** The result by {@code rubric} as it now stands, if there is one. */
  public Optional<DimensionResult> result(JudgeRubric rubric) {
    return dimensions.stream()
        .filter(each -> each.environment().equals(rubric.environment()))
        .filter(each -> each.dimension().equals(rubric.dimension()))
        .filter(each -> each.rubric().equals(rubric.version()))
        .findFirst();
  }
}

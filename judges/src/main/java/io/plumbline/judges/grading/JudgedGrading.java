package io.plumbline.judges.grading;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.lines.SecondLook;
import io.plumbline.graders.tasks.Task;
import io.plumbline.judges.Judge;
import io.plumbline.judges.JudgeRubric;
import io.plumbline.judges.Judgement;
import io.plumbline.judges.calibration.Calibration;
import io.plumbline.judges.calibration.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Grades by rules, and by a judge what they leave {@code UNASSESSED}, one call for each dimension.
 * By the judge's standing in the dimension:
 *
 * <ul>
 *   <li>{@code PAID}: its score makes the dimension {@code ASSESSED}; if it breaks, the dimension
 *       is {@code FAILED} and the rest of the grade stands.
 *   <li>{@code REPORTED}, {@code UNCALIBRATED}: the dimension stays {@code UNASSESSED}, whether the
 *       judge breaks or not; its remark stands beside the grade.
 *   <li>{@code EXCLUDED}: it is not asked.
 * </ul>
 *
 * <p>The composite is {@link Grade#reward}'s, never the judge's. Blocks as {@link Judge#assess}
 * does. The grade's version names all that it depends on: {@code strict-1+MODEL at ENDPOINT
 * (faithfulness 1.3fa9c2b1d0e4 paid, ...)}.
 */
public final class JudgedGrading implements SecondLook {
  private final Judge judge;
  private final Calibration calibration;

  /**
   * A grading by this judge.
   *
   * @param calibration another judge's counts as none
   */
  public JudgedGrading(Judge judge, Calibration calibration) {
    this.judge = judge;
    this.calibration = calibration;
  }

  @Override
  public Seen look(Grader rules, Task task, String output) {
    Grade ruled = rules.grade(output);
    List<DimensionGrade> dimensions = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    for (DimensionGrade dimension : ruled.dimensions()) {
      Optional<JudgeRubric> rubric =
          dimension.status() == DimensionStatus.UNASSESSED
              ? JudgeRubric.of(task.environment(), dimension.spec().name())
              : Optional.empty();
      if (rubric.isEmpty()) {
        dimensions.add(dimension);
        continue;
      }
      Standing standing = calibration.standing(judge.id(), rubric.get());
      Remark remark = remark(rubric.get(), standing, task, output);
      remarks.add(remark);
      dimensions.add(
          standing == Standing.PAID
              ? new DimensionGrade(dimension.spec(), remark.value(), remark.status())
              : dimension);
    }
    String version = ruled.graderVersion() + "+" + version(task.environment());
    return new Seen(new Grade(dimensions, ruled.flags(), version), remarks);
  }

  private Remark remark(JudgeRubric rubric, Standing standing, Task task, String output) {
    String dimension = rubric.dimension();
    String label = standing.label();
    if (standing == Standing.EXCLUDED) {
      String why = "not asked: it agrees with too few calibration cases";
      return new Remark(dimension, label, DimensionStatus.UNASSESSED, 0, why);
    }
    Judgement judgement = judge.assess(rubric, task, output);
    if (judgement instanceof Judgement.Scored scored) {
      return new Remark(dimension, label, DimensionStatus.ASSESSED, scored.value(), scored.said());
    }
    String why = ((Judgement.Failed) judgement).why();
    return new Remark(dimension, label, DimensionStatus.FAILED, 0, why);
  }

  private String version(String environment) {
    return JudgeRubric.bundled().stream()
        .filter(rubric -> rubric.environment().equals(environment))
        .map(
            rubric ->
                rubric.dimension()
                    + " "
                    + rubric.version()
                    + " "
                    + calibration.standing(judge.id(), rubric).label())
        .collect(Collectors.joining(", ", judge.id() + " (", ")"));
  }
}

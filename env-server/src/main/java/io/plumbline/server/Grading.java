package io.plumbline.server;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.server.Registry.PreparedTask;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls graders; one that breaks yields a grade that says so, never a zero. */
final class Grading {
  private static final Logger LOG = LoggerFactory.getLogger(Grading.class);

  private final Metrics metrics;
  private final EnvironmentHealth health;

  Grading(Metrics metrics, EnvironmentHealth health) {
    this.metrics = metrics;
    this.health = health;
  }

  Grade grade(PreparedTask prepared, Profile profile, String output) {
    String environment = prepared.task.environment();
    long start = System.nanoTime();
    Grade grade = gradeOrFail(prepared, profile, output);
    metrics.grades(environment, profile).graded(grade, System.nanoTime() - start);
    health.graded(environment, isBroken(grade));
    return grade;
  }

  private static boolean isBroken(Grade grade) {
    for (DimensionGrade dimension : grade.dimensions()) {
      if (dimension.status() == DimensionStatus.FAILED) {
        return true;
      }
    }
    return false;
  }

  private static Grade gradeOrFail(PreparedTask prepared, Profile profile, String output) {
    Rubric rubric = prepared.rubric(profile);
    try {
      Grade grade = prepared.grader(profile).grade(output);
      if (rubric.isOf(grade)) {
        return grade;
      }
      LOG.error(
          "grader of task {} under {}: a grade that is not by rubric {}",
          prepared.task.id(),
          profile.label(),
          rubric.version());
    } catch (Throwable e) {
      if (!Faults.isItsOwn(e)) {
        throw e;
      }
      LOG.error("grader failed on task {} under {}", prepared.task.id(), profile.label(), e);
    }
    List<DimensionGrade> dimensions =
        rubric.dimensions().stream()
            .map(spec -> new DimensionGrade(spec, 0, DimensionStatus.FAILED))
            .toList();
    return new Grade(dimensions, List.of(), rubric.version());
  }

  static io.plumbline.env.v1.Grade message(
      Grade grade, PreparedTask prepared, Profile profile, String output, boolean evidence) {
    io.plumbline.env.v1.Grade.Builder message = Messages.grade(grade);
    if (evidence && !isBroken(grade)) {
      message.addAllEvidence(evidence(prepared, profile, output));
    }
    return message.build();
  }

  /** The grade stands without it. */
  private static List<String> evidence(PreparedTask prepared, Profile profile, String output) {
    try {
      return List.copyOf(prepared.grader(profile).evidence(output));
    } catch (Throwable e) {
      if (!Faults.isItsOwn(e)) {
        throw e;
      }
      LOG.error("evidence failed on task {} under {}", prepared.task.id(), profile.label(), e);
      return List.of("evidence: none, as what gives it broke");
    }
  }
}

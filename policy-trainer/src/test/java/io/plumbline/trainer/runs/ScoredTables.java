package io.plumbline.trainer.runs;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.Environment;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;
import java.util.function.Predicate;

/** Real tables, of which a test says what an output is worth. */
public record ScoredTables(Score score, Predicate<String> flagged) implements Environment {
  private static final String VERSION = "scored/1";
  private static final DimensionSpec ONLY =
      new DimensionSpec("data_preservation", 1, "as the test says");

  private static final FlagSpec FLAG = new FlagSpec("flagged", 1, "as the test says");

  public ScoredTables(Score score) {
    this(score, output -> false);
  }

  /** What an output is worth. */
  public interface Score {
    /** In [0, 1]; grading fails where it throws. */
    double of(Task task, Profile profile, String output);
  }

  @Override
  public String name() {
    return new SpreadsheetClean().name();
  }

  @Override
  public String description() {
    return "real tables, scored by a test";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(
        new Rubric(Profile.REFERENCE, VERSION, List.of(ONLY), List.of(FLAG)),
        new Rubric(Profile.STRICT, VERSION, List.of(ONLY), List.of(FLAG)));
  }

  @Override
  public List<TaskSplit> splits(String heldOutSalt) {
    return new SpreadsheetClean().splits(heldOutSalt);
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    return new Grader() {
      @Override
      public Grade grade(String output) {
        double value = score.of(task, profile, output);
        return new Grade(
            List.of(DimensionGrade.assessed(ONLY, value)),
            flagged.test(output) ? List.of(FLAG) : List.of(),
            VERSION);
      }

      @Override
      public List<String> evidence(String output) {
        return List.of();
      }
    };
  }
}

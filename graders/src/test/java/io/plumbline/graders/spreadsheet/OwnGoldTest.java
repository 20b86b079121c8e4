package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The generator and the graders agree on what a clean table is. */
@Tag("once")
class OwnGoldTest {
  private static final int SEEDS = 300;

  private final SpreadsheetClean environment = new SpreadsheetClean();

  @Test
  void goldOfEverySplitIsPerfectUnderBothProfilesAndLeavesNoCellUngraded() {
    for (TaskSplit split : TaskCatalogue.bundled("").splits(environment.name())) {
      for (long seed = 0; seed < SEEDS; seed++) {
        Task task = split.task(seed);
        for (Profile profile : Profile.values()) {
          var grader = environment.grader(task, profile);
          assertThat(grader.grade(task.reference().gold()).reward(RewardRule.PESSIMISTIC))
              .as("%s under %s", task.id(), profile)
              .hasValue(1.0);
          assertThat(grader.evidence(task.reference().gold())).isEmpty();
        }
        assertThat(SpreadsheetClean.undetermined(task)).as(task.id()).isEmpty();
      }
    }
  }

  @Test
  void copyingAStressOrFormatsTableIsNeverPerfect() {
    for (String name : List.of("stress_train", "formats_train")) {
      TaskSplit split = TaskCatalogue.bundled("").split(environment.name(), name).get();
      for (long seed = 0; seed < SEEDS; seed++) {
        Task task = split.task(seed);
        assertThat(
                environment
                    .grader(task, Profile.STRICT)
                    .grade(task.input())
                    .reward(RewardRule.PESSIMISTIC)
                    .orElseThrow())
            .as(task.id())
            .isLessThan(1.0);
      }
    }
  }
}

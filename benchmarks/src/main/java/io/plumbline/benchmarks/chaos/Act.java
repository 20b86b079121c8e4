package io.plumbline.benchmarks.chaos;

import io.plumbline.benchmarks.bundled.Bundled;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An episode to play: a task and the answer to it.
 *
 * @param reward what the grader, asked without any server, pays; empty for none
 */
record Act(String taskId, String action, FinishReason finish, OptionalDouble reward) {

  /** Different ones from all environments: gold answers, cut, doubled and empty ones. */
  static List<Act> some(int count, SplitMix64 random) {
    TaskCatalogue catalogue = TaskCatalogue.bundled("");
    List<Act> acts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Environment environment = Bundled.ENVIRONMENTS.get(i % Bundled.ENVIRONMENTS.size());
      TaskSplit split = catalogue.split(environment.name(), split(environment)).orElseThrow();
      acts.add(of(environment, split.task(i), random));
    }
    return acts;
  }

  private static String split(Environment environment) {
    return environment instanceof SpreadsheetClean ? "train" : "generated_train";
  }

  private static Act of(Environment environment, Task task, SplitMix64 random) {
    String gold = task.reference().gold();
    String action =
        switch (random.below(4)) {
          case 0 -> gold;
          case 1 -> gold.substring(0, gold.length() / 2);
          case 2 -> gold + "\n" + gold;
          default -> task.input();
        };
    boolean cut = random.below(4) == 0;
    return new Act(
        task.id(),
        action,
        cut ? FinishReason.FINISH_REASON_LENGTH : FinishReason.FINISH_REASON_STOP,
        environment.grader(task, Profile.STRICT).grade(action).reward(RewardRule.PESSIMISTIC));
  }
}

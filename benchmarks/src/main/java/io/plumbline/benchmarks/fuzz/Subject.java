package io.plumbline.benchmarks.fuzz;

import io.plumbline.benchmarks.bundled.Bundled;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A task and its graders.
 *
 * @param gold text to start from: the reference's gold, or the input where there is none
 * @param pieces the gold's cells, words and marks
 */
record Subject(Task task, String gold, List<String> pieces, Map<Profile, Grader> graders) {
  private static final Pattern PIECE_END = Pattern.compile("(?<=[,\\n ])|(?=[,\\n .])");
  private static final int TASKS_OF_A_SPLIT = 8;

  /** Tasks of every split of every environment, under every profile. */
  static List<Subject> all() {
    List<Subject> subjects = new ArrayList<>();
    TaskCatalogue catalogue = TaskCatalogue.bundled("");
    for (Environment environment : Bundled.ENVIRONMENTS) {
      for (TaskSplit split : catalogue.splits(environment.name())) {
        int count = (int) Math.min(TASKS_OF_A_SPLIT, split.size().orElse(TASKS_OF_A_SPLIT));
        for (int seed = 0; seed < count; seed++) {
          subjects.add(of(environment, split.task(seed)));
        }
      }
    }
    return subjects;
  }

  private static Subject of(Environment environment, Task task) {
    Map<Profile, Grader> graders = new EnumMap<>(Profile.class);
    for (Rubric rubric : environment.rubrics()) {
      graders.put(rubric.profile(), environment.grader(task, rubric.profile()));
    }
    String gold = task.reference().gold();
    String text = gold.isEmpty() ? task.input() : gold;
    return new Subject(task, text, List.of(PIECE_END.split(text)), graders);
  }
}

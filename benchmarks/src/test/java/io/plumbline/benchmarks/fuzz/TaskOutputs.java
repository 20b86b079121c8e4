package io.plumbline.benchmarks.fuzz;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The fuzzer's outputs for single tasks of an environment, but for the longest. */
public final class TaskOutputs {
  private static final int LONGEST = 10_000;

  private final List<Subject> subjects;

  public TaskOutputs(String environment) {
    subjects =
        Subject.all().stream()
            .filter(subject -> subject.task().environment().equals(environment))
            .toList();
  }

  /** So many tasks or all there are, of every split. */
  public List<Task> tasks(int most) {
    int step = Math.max(1, subjects.size() / most);
    return IntStream.range(0, subjects.size())
        .filter(i -> i % step == 0)
        .mapToObj(i -> subjects.get(i).task())
        .toList();
  }

  /** The same ones always. */
  public List<String> of(Task task, int count) {
    Subject subject =
        subjects.stream().filter(each -> each.task().equals(task)).findFirst().orElseThrow();
    SplitMix64 random = new SplitMix64(task.seed());
    Outputs outputs = new Outputs(subjects);
    return Stream.generate(() -> outputs.next(random, subject))
        .filter(output -> output.length() <= LONGEST)
        .limit(count)
        .toList();
  }
}

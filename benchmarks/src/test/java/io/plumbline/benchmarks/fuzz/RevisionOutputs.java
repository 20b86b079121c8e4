package io.plumbline.benchmarks.fuzz;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The fuzzer's outputs for single tasks of revision, but for the longest. */
public final class RevisionOutputs {
  private static final List<Subject> SUBJECTS =
      Subject.all().stream()
          .filter(subject -> subject.task().environment().equals("doc_revision"))
          .toList();
  private static final int LONGEST = 10_000;

  private RevisionOutputs() {}

  /** So many tasks or all there are, of every split. */
  public static List<Task> tasks(int most) {
    int step = Math.max(1, SUBJECTS.size() / most);
    return IntStream.range(0, SUBJECTS.size())
        .filter(i -> i % step == 0)
        .mapToObj(i -> SUBJECTS.get(i).task())
        .toList();
  }

  /** The same ones always. */
  public static List<String> of(Task task, int count) {
    Subject subject =
        SUBJECTS.stream().filter(each -> each.task().equals(task)).findFirst().orElseThrow();
    SplitMix64 random = new SplitMix64(task.seed());
    Outputs outputs = new Outputs(SUBJECTS);
    return Stream.generate(() -> outputs.next(random, subject))
        .filter(output -> output.length() <= LONGEST)
        .limit(count)
        .toList();
  }
}

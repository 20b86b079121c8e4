package io.plumbline.benchmarks.graders;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts what a grade allocates. Compilers can only save some of it. */
@Tag("once")
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int GRADES = 20;
  private static final long MOST = 600;
  private static final int TASKS_OF_A_SPLIT = 20;
  private static final Environment TABLES = new SpreadsheetClean();

  private Object last = "";

  @ParameterizedTest
  @EnumSource
  void aGradeTakesLessThan600BytesHoweverLongTheOutput(Sample sample) {
    for (String profile : sample.profiles()) {
      for (int chars : new int[] {1_000, 10_000, 1_000_000}) {
        Work grading = sample.work(profile, chars);
        String output = sample.output(chars);
        grading.on(output); // loads classes and leaves its working memory to the next
        assertThat(bytes(grading, output)).as("%s, %d chars", profile, chars).isLessThan(MOST);
        assertThat(last).isInstanceOf(Grade.class);
      }
    }
  }

  static List<TaskSplit> tableSplits() {
    return TaskCatalogue.bundled("").splits(TABLES.name());
  }

  @ParameterizedTest
  @MethodSource("tableSplits")
  void aGradeOfATableTakesLessThan600BytesHoweverMessy(TaskSplit split) {
    int tasks = (int) Math.min(TASKS_OF_A_SPLIT, split.size().orElse(TASKS_OF_A_SPLIT));
    for (int seed = 0; seed < tasks; seed++) {
      Task task = split.task(seed);
      String gold = task.reference().gold();
      String rows = gold.substring(gold.indexOf('\n') + 1);
      Map<String, String> outputs =
          Map.of(
              "the input", task.input(),
              "the input ten times", task.input().repeat(10),
              "the gold twice", gold + "\n" + gold,
              "the gold's rows twice", gold + rows,
              "lines that end in \\r\\n", gold.replace("\n", "\r\n"),
              "commas within doubled quotes", gold.replace(", ", "\"\", \"\""));
      for (Task each : List.of(task, withGold(task, gold + rows))) {
        for (Rubric rubric : TABLES.rubrics()) {
          Work grading = TABLES.grader(each, rubric.profile())::grade;
          outputs.forEach(
              (name, output) -> {
                grading.on(output);
                assertThat(bytes(grading, output))
                    .as("%s, %s, %s", each.id(), rubric.profile().label(), name)
                    .isLessThan(MOST);
              });
        }
      }
    }
  }

  /** The task with a reference that repeats every key. */
  private static Task withGold(Task task, String gold) {
    TableReference old = (TableReference) task.reference();
    TableReference reference =
        new TableReference(
            gold,
            old.expectedRows(),
            old.requiredColumns(),
            old.keyColumns(),
            old.moneyColumns(),
            old.forbiddenPattern());
    return new Task(
        task.id() + " with every row twice",
        task.environment(),
        task.split(),
        task.seed(),
        task.difficulty(),
        task.intent(),
        task.constraints(),
        task.input(),
        task.sources(),
        reference,
        task.traits());
  }

  private long bytes(Work work, String output) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < GRADES; i++) {
      last = work.on(output);
    }
    return (THREADS.getThreadAllocatedBytes(thread) - before) / GRADES;
  }
}

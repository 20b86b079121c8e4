package io.plumbline.graders;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void thoseThatComeWithTheLibraryAreFoundAsProvidersInTheirOrder() {
    assertThat(Environment.bundled())
        .extracting(Environment::name)
        .containsExactly("spreadsheet_clean", "doc_revision", "citation_ground");
  }

  @Test
  void theirTasksAreTheBundledOnesUnderTheSaltGiven() {
    for (String salt : List.of("", "a salt")) {
      TaskCatalogue catalogue = TaskCatalogue.bundled(salt);
      for (Environment environment : Environment.bundled()) {
        assertThat(thirdTasks(environment.splits(salt)))
            .isNotEmpty()
            .isEqualTo(thirdTasks(catalogue.splits(environment.name())));
      }
    }
  }

  private static List<Task> thirdTasks(List<TaskSplit> splits) {
    return splits.stream().map(split -> split.task(3)).toList();
  }
}

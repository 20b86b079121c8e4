package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryTest {

  /** The train split, counting how often a task is made. */
  private record Counting(TaskSplit split, AtomicInteger made) implements TaskSplit {
    @Override
    public String environment() {
      return split.environment();
    }

    @Override
    public String name() {
      return split.name();
    }

    @Override
    public boolean open() {
      return split.open();
    }

    @Override
    public OptionalLong size() {
      return split.size();
    }

    @Override
    public Task task(long seed) {
      made.incrementAndGet();
      return split.task(seed);
    }

    @Override
    public Optional<Task> byKey(String key) {
      made.incrementAndGet();
      return split.byKey(key);
    }
  }

  @Test
  void aTaskIsMadeOnceHoweverOftenItIsResetAndStepped() {
    TaskSplit train = TestServer.CATALOGUE.split("spreadsheet_clean", "train").orElseThrow();
    Counting split = new Counting(train, new AtomicInteger());
    Registry registry = new Registry(List.of(new SpreadsheetClean()), TaskCatalogue.of(split));

    for (int i = 0; i < 3; i++) {
      assertThat(registry.task(split, 5).task).isEqualTo(train.task(5));
      assertThat(registry.find("spreadsheet_clean/train/5")).isPresent();
    }
    assertThat(split.made()).hasValue(1);
    registry.task(split, 6);
    assertThat(split.made()).hasValue(2);
  }
}

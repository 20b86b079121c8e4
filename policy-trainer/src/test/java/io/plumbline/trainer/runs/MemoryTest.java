package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.plumbline.env.v1.Task;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native arrays are freed by whoever made them: the collector does not see how large they are. */
@Tag("once")
class MemoryTest {
  @TempDir private Path folder;

  /** Every manager that the parts of a run hold on to. */
  private static List<NDManager> managers(Object holder, int depth) throws IllegalAccessException {
    List<NDManager> managers = new ArrayList<>();
    for (Field field : holder.getClass().getDeclaredFields()) {
      if (field.getType().getName().startsWith("java.") || field.getType().isPrimitive()) {
        continue;
      }
      field.setAccessible(true);
      Object part = field.get(holder);
      if (part instanceof NDManager manager) {
        managers.add(manager);
      } else if (part != null
          && depth < 3
          && part.getClass().getName().startsWith("io.plumbline.trainer.")) {
        managers.addAll(managers(part, depth + 1));
      }
    }
    return managers;
  }

  private static int arrays(ReinforceRun run) {
    try {
      List<NDManager> managers = managers(run, 0);
      // The run's own, its merged weights', both decoders', the gradients', the reference's.
      assertThat(managers.stream().distinct().count()).isGreaterThanOrEqualTo(6);
      return managers.stream().distinct().mapToInt(m -> m.getManagedArrays().size()).sum();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thirtyUpdatesHoldNoMoreArraysThanTwo() throws Exception {
    RunConfig config =
        World.with(
            World.CONFIG,
            "updates",
            30,
            "maxTokens",
            4,
            "threads",
            2,
            "epochs",
            2,
            "evaluateEvery",
            1);
    List<Integer> counts = new ArrayList<>();
    ReinforceRun[] run = new ReinforceRun[1];
    Task task = Task.newBuilder().build();
    try (World world = World.paying()) {
      try (ReinforceRun started =
          new ReinforceRun(
              config,
              world.reference,
              world.tokenizer,
              new RunFolder(folder),
              () -> false,
              line -> counts.add(arrays(run[0])))) {
        run[0] = started;
        started.train(
            world.environments,
            updates -> Map.of("answers", started.policy("p", 1).answer(List.of(task), 4).size()));
        assertThat(counts).hasSize(30);
        assertThat(counts.subList(1, 30)).containsOnly(counts.get(1));
        assertThat(counts.get(1)).isPositive();
      }
      List<NDManager> managers = managers(run[0], 0);
      managers.removeAll(managers(world.reference, 0));
      assertThat(managers).allMatch(manager -> !manager.isOpen());
    }
  }
}

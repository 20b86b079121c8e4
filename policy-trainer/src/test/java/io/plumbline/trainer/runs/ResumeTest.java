package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.tensorboard.EventFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same run gives the same bytes, however often it is broken off. */
class ResumeTest {
  private static final RunConfig CONFIG = World.CONFIG;
  private static World world;
  @TempDir private static Path temporary;
  private static Path undisturbed;

  @BeforeAll
  static void trainOnce() throws Exception {
    world = World.paying();
    undisturbed = world.train(CONFIG, temporary.resolve("undisturbed"));
    assertThat(seen(undisturbed))
        .allSatisfy(line -> assertThat(line.get("grad_norm").doubleValue()).isPositive());
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static void assertAsUndisturbed(Path folder) {
    assertThat(World.adapter(folder)).isEqualTo(World.adapter(undisturbed));
    assertThat(seen(folder)).isEqualTo(seen(undisturbed)).hasSize(CONFIG.updates());
    assertThat(folder.resolve(EventFile.NAME)).hasBinaryContent(eventsOf(folder));
  }

  /** What TensorBoard is to see of a run's metrics. */
  private static byte[] eventsOf(Path folder) {
    try {
      Path again = Files.createTempDirectory(temporary, "events");
      new EventFile(again).rewrite(World.metrics(folder));
      return Files.readAllBytes(again.resolve(EventFile.NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Metrics without what depends on the machine. */
  private static List<JsonNode> seen(Path folder) {
    List<JsonNode> lines = World.metrics(folder);
    for (JsonNode line : lines) {
      ((ObjectNode) line).remove(List.of("seconds", "time", "tokens_per_second", "memory_mib"));
    }
    return lines;
  }

  @Test
  void twoRunsWithOneSeedGiveTheSameBytes() throws Exception {
    Path again = world.train(CONFIG, temporary.resolve("again"));
    assertAsUndisturbed(again);

    RunConfig other = World.with(CONFIG, "seed", 8L);
    Path different = world.train(other, temporary.resolve("other"));
    assertThat(World.adapter(different)).isNotEqualTo(World.adapter(undisturbed));
  }

  @Test
  void twoThreadsGiveTheSameBytesEachTime() throws Exception {
    RunConfig two = World.with(CONFIG, "threads", 2);
    Path first = world.train(two, temporary.resolve("two-threads"));
    Path second = world.train(two, temporary.resolve("two-threads-again"));
    assertThat(World.adapter(second)).isEqualTo(World.adapter(first));
    assertThat(seen(second)).isEqualTo(seen(first));
  }

  @Test
  void aRunThatIsStoppedGoesOnToTheSameBytes() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("stopped"));
    for (int update = 1; update < CONFIG.updates(); update++) {
      AtomicBoolean stop = new AtomicBoolean();
      try (ReinforceRun run =
          new ReinforceRun(
              CONFIG,
              world.reference,
              world.tokenizer,
              new RunFolder(folder),
              stop::get,
              line -> stop.set(true))) {
        assertThat(new RunFolder(folder).updatesSaved()).isEqualTo(update - 1);
        assertThatThrownBy(() -> run.train(world.environments, updates -> Map.of()))
            .isInstanceOf(CancellationException.class)
            .hasMessage("stopped after update " + update);
      }
      assertThat(World.metrics(folder)).hasSize(update);
      assertThat(folder.resolve("adapter")).doesNotExist();
    }
    assertAsUndisturbed(world.train(CONFIG, folder));
  }

  @Test
  void aRunThatIsKilledBetweenItsMetricsAndItsStateTakesTheUpdateAgain() throws Exception {
    for (int killed = 1; killed <= CONFIG.updates(); killed++) {
      Path folder = Files.createDirectory(temporary.resolve("killed" + killed));
      if (killed > 1) {
        breakOffIn(killed, folder);
      }
      String unsaved = "{\"update\": " + killed + ", \"reward\": 0.";
      Files.writeString(
          folder.resolve("metrics.jsonl"),
          unsaved,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      assertAsUndisturbed(world.train(CONFIG, folder));
    }
  }

  /** Leaves the state and the metrics of the updates before. */
  private static void breakOffIn(int update, Path folder) throws IOException {
    RunConfig evaluating = World.with(CONFIG, "evaluateEvery", 1);
    try (ReinforceRun run = world.start(evaluating, folder)) {
      assertThatThrownBy(
              () ->
                  run.train(
                      world.environments,
                      updates -> {
                        if (updates == update) {
                          throw new IllegalStateException("killed");
                        }
                        return Map.of();
                      }))
          .hasMessage("killed");
    }
    Path metrics = folder.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics).replace(",\"eval\":{}", ""));
  }

  @Test
  void anUpdateSeesWhatItSawHoweverManyFollow() throws Exception {
    // The learning rate of a longer run falls more slowly: only the first update is the same.
    RunConfig longer = World.with(CONFIG, "updates", CONFIG.updates() + 1);
    Path folder = world.train(longer, temporary.resolve("longer"));
    assertThat(seen(folder).get(0)).isEqualTo(seen(undisturbed).get(0));
  }

  @Test
  void theAdaptersOfTheLastEvaluationsAreKept() throws Exception {
    RunConfig evaluating = World.with(CONFIG, "evaluateEvery", 1, "keepCheckpoints", 2);
    Path folder = world.train(evaluating, temporary.resolve("kept"));
    Path checkpoints = folder.resolve("checkpoints");
    try (Stream<Path> kept = Files.list(checkpoints)) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("update-000002", "update-000003");
    }
    assertThat(checkpoints.resolve("update-000003/adapter_model.safetensors"))
        .hasBinaryContent(World.adapter(folder));
    assertThat(checkpoints.resolve("update-000002/adapter_model.safetensors"))
        .isNotEmptyFile()
        .satisfies(
            file -> assertThat(Files.readAllBytes(file)).isNotEqualTo(World.adapter(folder)));

    Path none =
        world.train(World.with(evaluating, "keepCheckpoints", 0), temporary.resolve("none"));
    assertThat(none.resolve("checkpoints")).doesNotExist();
    assertThat(World.adapter(none)).isEqualTo(World.adapter(folder));
  }

  @Test
  void aRunThatIsOverWritesItsAdapterAgainAndTakesNoUpdate() throws Exception {
    Path folder = world.train(CONFIG, temporary.resolve("over"));
    Files.delete(folder.resolve("adapter/adapter_model.safetensors"));
    List<String> lines = new ArrayList<>();
    try (ReinforceRun run =
        new ReinforceRun(
            CONFIG,
            world.reference,
            world.tokenizer,
            new RunFolder(folder),
            () -> false,
            lines::add)) {
      assertThat(new RunFolder(folder).updatesSaved()).isEqualTo(CONFIG.updates());
      run.train(world.environments, updates -> Map.of());
    }
    assertThat(lines).isEmpty();
    assertAsUndisturbed(folder);
  }

  @Test
  void aStateOfAnotherRankIsRefused() throws Exception {
    Path folder = world.train(CONFIG, temporary.resolve("rank"));
    assertThatThrownBy(() -> world.start(World.with(CONFIG, "loraRank", 3), folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("state.safetensors: adapter.0 has 32 values (expected: 48, as lora_rank says)");
  }

  @Test
  void aDamagedStateIsRefused() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("damaged"));
    byte[] state = Files.readAllBytes(undisturbed.resolve("state.safetensors"));
    Files.write(folder.resolve("state.safetensors"), Arrays.copyOf(state, 1000));
    assertThatThrownBy(() -> world.start(CONFIG, folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("state.safetensors: ");
  }
}

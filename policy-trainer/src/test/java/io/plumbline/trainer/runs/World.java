package io.plumbline.trainer.runs;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.TinyPolicy;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.environments.RetryPolicy;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.objectives.Aggregation;
import io.plumbline.trainer.objectives.GroupAdvantage;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tiny policy and the real server, in this process, for runs of a few updates. */
final class World implements AutoCloseable {
  static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");

  /** Two prompts of four short completions each. */
  static final RunConfig CONFIG =
      new RunConfig(
          7,
          1,
          3,
          "spreadsheet_clean",
          "train",
          "stress_train",
          0.5,
          0,
          0,
          "strict",
          "reference",
          "pessimistic",
          RunConfig.Control.NONE,
          2,
          4,
          16,
          1,
          0.5,
          GroupAdvantage.BATCH_SCALED,
          0.02,
          1,
          2,
          0.2,
          0.28,
          0.02,
          Aggregation.TOKEN_MEAN,
          0.01,
          0.001,
          1,
          2,
          4,
          Precision.FP32,
          0,
          4,
          "validation",
          "stress_validation",
          "train",
          16,
          RunConfig.Objective.GRPO,
          0.1,
          0,
          0,
          0,
          0,
          1,
          0.95,
          0.2,
          0.05,
          0.1,
          "gradient_lost,reference_changed,nothing_resumed",
          2,
          256,
          "q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj");

  final LexiconTokenizer tokenizer = Embedded.tokenizer();
  final PolicyModel reference;
  final Environments environments;
  private final EnvironmentServer server;

  /**
   * @param urge of the policy to end: 0 hardly ever does, 2 ends at one token in four
   */
  World(double urge, Environment tables) {
    try {
      ModelFolder base = TinyPolicy.ending(tokenizer, 11, urge);
      reference = PolicyModel.stack(base, List.of());
      String name = UUID.randomUUID().toString();
      ServerConfig config =
          new ServerConfig(
              List.of(tables),
              CATALOGUE,
              List.of(HandleKey.fresh()),
              ServerConfig.DEFAULT_TTL,
              "test");
      server = EnvironmentServer.startInProcess(config, name);
      environments =
          Environments.open(
              EnvironmentClient.inProcess(name),
              RetryPolicy.DEFAULT,
              line -> {
                throw new AssertionError(line);
              });
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A policy that soon ends its answers, and what those are worth. */
  static World paying(ToDoubleFunction<String> score) {
    return scoring((task, profile, output) -> score.applyAsDouble(output));
  }

  static World scoring(ScoredTables.Score score) {
    return new World(2, new ScoredTables(score));
  }

  /** Pays each output by itself, as if at random, so that every group has something to learn. */
  static World paying() {
    return paying(output -> Math.floorMod(output.hashCode(), 11) / 10.0);
  }

  /** {@code config} with some of its settings changed: a name, its value, and so on. */
  static RunConfig with(RunConfig config, Object... changes) {
    Map<Object, Object> changed = new LinkedHashMap<>();
    for (int i = 0; i < changes.length; i += 2) {
      changed.put(changes[i], changes[i + 1]);
    }
    RecordComponent[] components = RunConfig.class.getRecordComponents();
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        Object now = components[i].getAccessor().invoke(config);
        Object then = changed.remove(components[i].getName());
        values[i] = then == null ? now : then;
      }
      if (!changed.isEmpty()) {
        throw new IllegalArgumentException("no such settings: " + changed);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return RunConfig.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  ReinforceRun start(RunConfig config, Path folder) throws IOException {
    return new ReinforceRun(
        config, reference, tokenizer, new RunFolder(folder), () -> false, line -> {});
  }

  /** Trains to the end; takes up what the folder holds. */
  Path train(RunConfig config, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (ReinforceRun run = start(config, folder)) {
      run.train(environments, updates -> Map.of());
    }
    return folder;
  }

  static byte[] adapter(Path folder) {
    try {
      return Files.readAllBytes(folder.resolve("adapter/adapter_model.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> metrics(Path folder) {
    try (var lines = Files.lines(folder.resolve("metrics.jsonl"))) {
      return lines.map(JsonMapper.shared()::readTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    environments.close();
    server.close();
    reference.close();
    tokenizer.close();
  }
}

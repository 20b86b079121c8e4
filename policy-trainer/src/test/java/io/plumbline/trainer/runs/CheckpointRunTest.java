package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.env.v1.Observation;
import io.plumbline.env.v1.Task;
import io.plumbline.trainer.Checkpoints;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.policies.Answer;
import io.plumbline.trainer.policies.LearnedPolicy;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hugging Face folders as policies: asked, evaluated and trained like the embedded one. */
class CheckpointRunTest {
  private static final String FOLDER = Checkpoints.folder("qwen2-tied").toString();

  @TempDir Path temporary;

  private static Task task(String environment, String input) {
    return Task.newBuilder()
        .setEnvironment(environment)
        .setObservation(Observation.newBuilder().setIntent("Revise.").setInput(input))
        .build();
  }

  private static <T> T asking(String folder, Function<LearnedPolicy, T> question) {
    try (PolicyStack stack = PolicyStack.open(folder);
        PolicyModel model = PolicyModel.stack(stack.base(), stack.adapters());
        Decoder decoder = new Decoder(model.config(), 1, Precision.FP32);
        Sampler sampler = new Sampler(decoder, stack.tokenizer().ends(), 1, () -> false)) {
      return question.apply(
          new LearnedPolicy("it", stack.tokenizer(), sampler, model::weights, 0, 1));
    }
  }

  @Test
  void aModelAnswersTasksOfAnyEnvironment() {
    List<Answer> answers =
        asking(
            FOLDER,
            policy -> {
              assertThat(policy.supports("doc_revision")).isTrue();
              assertThat(policy.tokenizer()).isEqualTo("the model's own, 340 tokens");
              return policy.answer(
                  List.of(task("doc_revision", "A short draft."), task("doc_revision", "B")), 24);
            });
    assertThat(answers)
        .hasSize(2)
        .allSatisfy(
            answer -> {
              assertThat(answer.tokens()).isBetween(1, 24);
              assertThat(answer.truncated() ? 24 : answer.tokens()).isEqualTo(answer.tokens());
            });
  }

  @Test
  void aTaskLongerThanTheContextIsRefused() {
    String folder = Checkpoints.folder("qwen2-yarn").toString();
    Task task = task("doc_revision", "word ".repeat(100));
    assertThatThrownBy(() -> asking(folder, policy -> policy.answer(List.of(task), 24)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "max_tokens: 24 after a prompt of \\d+ tokens \\(expected: at most 160 together\\)");
  }

  @Test
  void aRunTrainsAModelAndItsFolderIsAPolicy() throws IOException, InterruptedException {
    RunConfig config =
        World.with(
            World.CONFIG,
            "updates",
            1,
            "evaluateEvery",
            1,
            "evaluationTasks",
            2,
            "evaluationMaxTokens",
            8,
            "loraTargets",
            "q_proj,down_proj");
    Files.writeString(temporary.resolve("manifest.json"), "{\"config\": {\"seed\": 7}}");
    try (World world = World.paying();
        PolicyStack stack = PolicyStack.open(FOLDER);
        PolicyModel reference = PolicyModel.stack(stack.base(), stack.adapters())) {
      stack.parts().with(temporary.toRealPath().resolve("adapter")).write(temporary);
      TrainingSession.Result result =
          new TrainingSession(
                  config,
                  reference,
                  stack.tokenizer(),
                  new RunFolder(temporary),
                  BaselineStop.none(config),
                  () -> false,
                  line -> {})
              .run(world.environments, References.of(World.CATALOGUE::find));
      assertThat(result.before().keySet()).contains("regular", "stress_greedy");
    }
    assertThat(World.metrics(temporary)).hasSize(1);
    assertThat(World.metrics(temporary).get(0).path("grad_norm").doubleValue()).isPositive();
    // The last evaluation's adapter is a policy too, of the same base.
    for (String policy : List.of("", "checkpoints/update-000001")) {
      try (PolicyStack trained = PolicyStack.open(temporary.resolve(policy).toString())) {
        assertThat(Path.of(trained.parts().base())).isEqualTo(Path.of(FOLDER).toRealPath());
        assertThat(trained.adapters()).hasSize(1);
        AdapterFolder adapter = trained.adapters().get(0);
        assertThat(adapter.config().targetModules()).containsExactly("down_proj", "q_proj");
        assertThat(adapter.config().baseModelNameOrPath()).isEqualTo("qwen2-tied");
        assertThat(adapter.modules()).hasSize(4);
        PolicyModel.stack(trained.base(), trained.adapters()).close(); // it changes the model
      }
    }
    // Of each layer's seven modules, each with A and B, the others are what they were: nothing.
    Map<String, Tensor> state = Safetensors.read(temporary.resolve("state.safetensors"));
    for (int i = 0; i < 28; i++) {
      int module = i % 14 / 2;
      float[] values = Objects.requireNonNull(state.get("adapter." + i)).values();
      if (module == 0 || module == 6) {
        assertThat(values).isNotEqualTo(new float[values.length]);
      } else {
        assertThat(values).containsOnly(0);
      }
    }
    JsonNode peft =
        JsonMapper.shared()
            .readTree(Files.readString(temporary.resolve("adapter/adapter_config.json")));
    assertThat(peft.path("target_modules").toString()).isEqualTo("[\"down_proj\",\"q_proj\"]");
    assertThat(peft.path("base_model_name_or_path").stringValue()).isEqualTo("qwen2-tied");
  }

  @Test
  void aModelWhoseTemplateDoesNotParseIsNoPolicy() throws IOException {
    Path folder = Checkpoints.copy("qwen2-yarn", temporary.resolve("model"));
    Files.writeString(folder.resolve("chat_template.jinja"), "{% for %}");
    assertThatThrownBy(() -> PolicyStack.open(folder.toString()).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessage("chat_template.jinja: chat_template: line 1: %} (expected: a name)");
  }
}

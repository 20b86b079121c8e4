package io.plumbline.trainer.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.Task;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.TinyPolicy;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.environments.RetryPolicy;
import io.plumbline.trainer.evaluation.Case;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.evaluation.Evaluation;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.sampling.Completion;
import io.plumbline.trainer.sampling.Sampler;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tiny model that soon ends its answers, evaluated by the real server. */
class LearnedPolicyTest {
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  private static final int BUDGET = 6;

  private static LexiconTokenizer tokenizer;
  private static PolicyModel model;
  private static Decoder decoder;
  private static Sampler sampler;
  private static EnvironmentServer server;
  private static Environments environments;
  private static List<Task> tasks;

  @BeforeAll
  static void start() throws Exception {
    tokenizer = Embedded.tokenizer();
    model = PolicyModel.stack(TinyPolicy.ending(tokenizer, 3, 2), List.of());
    decoder = new Decoder(model.config(), 1, Precision.FP32);
    sampler = new Sampler(decoder, List.of(tokenizer.eos()), 1, () -> false);
    String name = UUID.randomUUID().toString();
    server =
        EnvironmentServer.startInProcess(
            new ServerConfig(
                List.of(new SpreadsheetClean()),
                CATALOGUE,
                List.of(HandleKey.fresh()),
                ServerConfig.DEFAULT_TTL,
                "test"),
            name);
    environments =
        Environments.open(EnvironmentClient.inProcess(name), RetryPolicy.DEFAULT, line -> {});
    tasks = environments.tasks("spreadsheet_clean", "heldout", 0, 24);
  }

  @AfterAll
  static void stop() {
    environments.close();
    server.close();
    sampler.close();
    decoder.close();
    model.close();
    tokenizer.close();
  }

  private static LearnedPolicy policy(double temperature, long seed) {
    return new LearnedPolicy("tiny", tokenizer, sampler, model::weights, temperature, seed);
  }

  @Test
  void whatTheModelWritesIsGradedUnderItsOwnCounts() throws Exception {
    Evaluated evaluated =
        new Evaluation(environments, References.of(CATALOGUE::find))
            .run(policy(1, 5), "heldout", tasks, BUDGET);

    List<int[]> prompts =
        tasks.stream().map(task -> tokenizer.prompt(task.getObservation().getInput())).toList();
    List<List<Completion>> drawn = sampler.sample(model.weights(), prompts, 1, BUDGET, 1, 5, 0);
    int truncated = 0;
    for (int i = 0; i < tasks.size(); i++) {
      Completion completion = drawn.get(i).get(0);
      Case graded = evaluated.cases().get(i);
      assertThat(graded.taskId()).isEqualTo(tasks.get(i).getId());
      assertThat(graded.text()).isEqualTo(tokenizer.decode(completion.text()));
      assertThat(graded.tokens()).isEqualTo(completion.tokens().length).isBetween(1, BUDGET);
      assertThat(graded.truncated()).isEqualTo(!completion.stopped());
      if (graded.truncated()) {
        assertThat(graded.tokens()).isEqualTo(BUDGET);
        truncated++;
      }
    }
    assertThat(truncated).isBetween(1, tasks.size() - 1); // there are some of either kind
    assertThat(evaluated.report().truncated())
        .isCloseTo((double) truncated / tasks.size(), within(1e-12));
    assertThat(evaluated.report().terminated() + evaluated.report().truncated()).isEqualTo(1);
    assertThat(evaluated.report().decoding()).contains("sampled");
    assertThat(evaluated.report().tokenizer())
        .isEqualTo("the policy's own, " + tokenizer.size() + " tokens");
    assertThat(evaluated.report().rowsKept()).isNotEmpty();
  }

  @Test
  void aSeedDecidesWhatIsSampledAndNothingOfWhatIsGreedy() {
    List<Task> some = tasks.subList(0, 8);
    assertThat(policy(1, 5).answer(some, BUDGET))
        .isEqualTo(policy(1, 5).answer(some, BUDGET))
        .isNotEqualTo(policy(1, 6).answer(some, BUDGET));
    assertThat(policy(0, 5).answer(some, BUDGET)).isEqualTo(policy(0, 6).answer(some, BUDGET));
    assertThat(policy(0, 5).decoding()).contains("greedy");
  }

  @Test
  void whatIsDrawnOnceIsWhatEachBudgetWouldHaveDrawn() {
    AtomicInteger asked = new AtomicInteger();
    for (double temperature : new double[] {1, 0}) {
      asked.set(0);
      Policy once = new DrawnOnce(counted(temperature, asked), BUDGET);
      for (int budget : new int[] {BUDGET, 2, BUDGET - 1, 1}) {
        assertThat(once.answer(tasks, budget))
            .as("%s under %s", once.decoding(), budget)
            .isEqualTo(policy(temperature, 5).answer(tasks, budget));
      }
      assertThat(asked).hasValue(1);
      once.answer(tasks.subList(0, 1), 2);
      assertThat(asked).hasValue(2);
    }
    assertThatThrownBy(() -> new DrawnOnce(policy(1, 5), BUDGET).answer(tasks, BUDGET + 1))
        .hasMessage("max_tokens: 7 (expected: at most 6)");
  }

  private static LearnedPolicy counted(double temperature, AtomicInteger asked) {
    return new LearnedPolicy(
        "tiny",
        tokenizer,
        sampler,
        () -> {
          asked.incrementAndGet();
          return model.weights();
        },
        temperature,
        5);
  }

  @Test
  void aPromptIsTheInputBetweenItsTwoMarks() {
    int[] prompt = tokenizer.prompt("Quarter,Revenue\n");
    assertThat(prompt).startsWith(tokenizer.bos()).endsWith(tokenizer.sep());
    assertThat(tokenizer.decode(prompt)).isEqualTo("Quarter,Revenue\n");
    assertThat(tokenizer.prompt("")).containsExactly(tokenizer.bos(), tokenizer.sep());
  }

  @Test
  void itAsksForItsWeightsAtEachAnswerAndAnswersTablesAlone() {
    AtomicInteger asked = new AtomicInteger();
    LearnedPolicy policy = counted(1, asked);
    policy.answer(tasks, BUDGET);
    policy.answer(tasks.subList(0, 1), BUDGET);
    assertThat(asked).hasValue(2);
    assertThat(policy.label()).isEqualTo("tiny");
    assertThat(policy.supports("spreadsheet_clean")).isTrue();
    assertThat(policy.supports("doc_revision")).isFalse();
  }

  @Test
  void aBudgetBeyondTheModelsPositionsIsRefused() {
    assertThatThrownBy(() -> policy(1, 1).answer(tasks.subList(0, 1), 2048))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("max_tokens: 2048 after a prompt of ")
        .hasMessageEndingWith(" tokens (expected: at most 2048 together)");
  }
}

package io.plumbline.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.plumbline.trainer.TinyPolicy;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class SupervisedTrainingTest {
  private static final SupervisedConfig CONFIG = new SupervisedConfig(4, 256, 0.003, 1, 9, 1);
  private static LexiconTokenizer tokenizer;
  private static ModelFolder tiny;
  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void make() {
    tokenizer = Embedded.tokenizer();
    tiny = TinyPolicy.ending(tokenizer, 5, 1);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private SupervisedTraining training(SupervisedConfig config, String state, BooleanSupplier stop) {
    return new SupervisedTraining(config, tokenizer, folder.resolve(state), stop, lines::add);
  }

  private static ModelFolder pretrained(SupervisedTraining training) {
    return training.pretrain();
  }

  private static AdapterFolder tuned(SupervisedTraining training) {
    return training.sft(tiny, 2, 4);
  }

  /** Stops after every few steps; what the last take makes is what one take makes. */
  private <T> void assertResumesToTheSame(Function<SupervisedTraining, T> train, int steps) {
    T atOnce = train.apply(training(CONFIG, "at-once", () -> false));
    List<String> resumed = new ArrayList<>();
    for (int step = steps; step < CONFIG.steps(); step += steps) {
      AtomicInteger asked = new AtomicInteger();
      SupervisedTraining broken =
          training(CONFIG, "in-parts", () -> asked.incrementAndGet() > steps);
      assertThatThrownBy(() -> train.apply(broken))
          .isInstanceOf(CancellationException.class)
          .hasMessage("stopped after step " + step);
      resumed.add("going on after step " + step);
    }
    assertThat(train.apply(training(CONFIG, "in-parts", () -> false))).isEqualTo(atOnce);
    assertThat(lines).isEqualTo(resumed).isNotEmpty();
    assertThat(folder.resolve("in-parts")).hasSameBinaryContentAs(folder.resolve("at-once"));

    SupervisedConfig seed = new SupervisedConfig(4, 256, 0.003, 1, 10, 1);
    assertThat(train.apply(training(seed, "other-seed", () -> false))).isNotEqualTo(atOnce);
  }

  @Test
  void pretrainingThatIsStoppedGoesOnToTheSameModel() {
    assertResumesToTheSame(SupervisedTrainingTest::pretrained, 2);
  }

  @Test
  void furtherTrainingBeginsWithTheModelItIsGiven() {
    assertResumesToTheSame(training -> training.pretrain(tiny), 2);
    SupervisedConfig slow = new SupervisedConfig(1, 256, 1e-12, 0, 9, 1);
    ModelFolder hardly = training(slow, "slow", () -> false).pretrain(tiny);
    assertThat(hardly.config()).isEqualTo(tiny.config());
    assertThat(hardly.tensors().keySet()).isEqualTo(tiny.tensors().keySet());
    hardly
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tiny.tensors().get(name))
                    .isNotNull()
                    .satisfies(
                        before ->
                            assertThat(tensor.values())
                                .as(name)
                                .containsExactly(before.values(), offset(1e-6f))));
  }

  @Test
  void anAdaptersTrainingThatIsStoppedGoesOnToTheSameAdapter() {
    assertResumesToTheSame(SupervisedTrainingTest::tuned, 1);
  }

  @Test
  void anAdapterNamesItsBaseAndHasLearntSomething() {
    AdapterFolder adapter = tuned(training(CONFIG, "state", () -> false));
    assertThat(adapter.baseSha256()).contains(tiny.sha256());
    assertThat(adapter.config().r()).isEqualTo(2);
    assertThat(adapter.config().alpha()).isEqualTo(4);
    assertThat(adapter.modules().values())
        .anySatisfy(
            module -> assertThat(module.b().values()).isNotEqualTo(zeros(module.b().values())));
  }

  private static float[] zeros(float[] like) {
    return new float[like.length];
  }

  @Test
  void aRunThatIsOverIsNotTrainedAgain() {
    AdapterFolder once = tuned(training(CONFIG, "state", () -> false));
    AdapterFolder again =
        tuned(
            training(
                CONFIG,
                "state",
                () -> {
                  throw new AssertionError("asked before a step");
                }));
    assertThat(again).isEqualTo(once);
    assertThat(lines).containsExactly("going on after step 4");
  }

  @Test
  void theStateOfAnotherRunIsRefused() {
    tuned(training(CONFIG, "state", () -> false));
    String refusal =
        "state: is the state of another run (expected: remove it, or go on with the run that it"
            + " belongs to)";
    assertThatThrownBy(() -> training(CONFIG, "state", () -> false).pretrain())
        .isInstanceOf(CheckpointException.class)
        .hasMessage(refusal);
    assertThatThrownBy(() -> training(CONFIG, "state", () -> false).sft(tiny, 3, 4))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(refusal);
    SupervisedConfig shorter = new SupervisedConfig(3, 256, 0.003, 1, 9, 1);
    assertThatThrownBy(() -> tuned(training(shorter, "state", () -> false)))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(refusal);
  }

  @Test
  void aDamagedStateIsRefused() throws IOException {
    Files.writeString(folder.resolve("state"), "not tensors at all");
    assertThatThrownBy(() -> tuned(training(CONFIG, "state", () -> false)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("state: header of ");
  }
}

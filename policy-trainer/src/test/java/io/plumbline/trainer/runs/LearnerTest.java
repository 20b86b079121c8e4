package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.TinyModel;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pass over tokens that were drawn elsewhere, on a model of a few hundred weights. */
class LearnerTest {
  private static final TinyModel MODEL = new TinyModel(2, false);
  private static final RunConfig CONFIG =
      World.with(World.CONFIG, "minibatches", 1, "klCoefficient", 1.0);

  private NDManager manager;
  private List<NDArray> weights;
  private Decoder decoder;

  @BeforeEach
  void open() {
    Torch.enterThread(false);
    manager = Torch.newManager();
    weights = MODEL.weights(manager, 3);
    decoder = new Decoder(MODEL.config(), TinyModel.LORA.scale(), Precision.FP32);
  }

  @AfterEach
  void close() {
    decoder.close();
    manager.close();
  }

  /** Every token of the vocabulary once, so that the sampled KL can be held to the exact one. */
  private List<Learner.Group> everyToken(Adapter adapter) {
    int[] prompt = {1, 2, 3};
    List<Learner.Sample> samples = new ArrayList<>();
    try (NDManager scratch = manager.newSubManager()) {
      List<NDArray> merged = decoder.merge(scratch, weights, adapter.arrays());
      for (int token = 0; token < TinyModel.VOCABULARY; token++) {
        Batch batch = Batch.of(List.of(prompt), List.of(List.of(new int[] {token})));
        float logProb = decoder.logProbs(scratch, batch, 1, merged).toFloatArray()[token];
        samples.add(new Learner.Sample(new int[] {token}, new float[] {logProb}, 1));
      }
    }
    return List.of(new Learner.Group(prompt, samples));
  }

  private Learner.Pass pass(Adapter adapter, boolean exact, Optional<Critic> critic) {
    List<NDArray> leaves = new ArrayList<>(adapter.arrays());
    critic.ifPresent(head -> leaves.addAll(head.arrays()));
    Optimizer optimizer = new Optimizer(manager, new AdamW(0.9, 0.99, 0), adapter.arrays());
    try (Gradients gradients = new Gradients(leaves, 1)) {
      return new Learner(CONFIG, decoder, weights, gradients, optimizer, critic, exact)
          .learn(manager, everyToken(adapter), 1e-4, 1, 0);
    }
  }

  private Adapter adapter() {
    return Adapter.of(manager, MODEL.config(), MODEL.adapter(5));
  }

  @Test
  void sampledKlIsK3OfTheTokensWhereTheVocabularyIsTooLarge() {
    Learner.Pass exact = pass(adapter(), true, Optional.empty());
    Learner.Pass sampled = pass(adapter(), false, Optional.empty());
    assertThat(exact.klToken()).isPositive();
    double k3 = 0;
    Adapter adapter = adapter();
    try (NDManager scratch = manager.newSubManager()) {
      List<NDArray> merged = decoder.merge(scratch, weights, adapter.arrays());
      Batch batch = Batch.of(List.of(new int[] {1, 2, 3}), List.of(List.of(new int[] {0})));
      float[] now = decoder.logProbs(scratch, batch, 1, merged).toFloatArray();
      float[] ref = decoder.logProbs(scratch, batch, 1, weights).toFloatArray();
      for (int token = 0; token < now.length; token++) {
        double gap = ref[token] - now[token];
        k3 += (Math.exp(gap) - 1 - gap) / now.length;
      }
    }
    assertThat(sampled.klToken()).isCloseTo(k3, within(1e-5));
    assertThat(sampled.entropy()).isCloseTo(exact.entropy(), within(1e-6));
    assertThat(sampled.norm()).isPositive().isNotEqualTo(exact.norm());
  }

  @Test
  void aValueHeadThatFeltNothingYetLeavesThePolicysGradientAlone() {
    Learner.Pass alone = pass(adapter(), true, Optional.empty());
    Critic critic = new Critic(manager, CONFIG, new AdamW(0.9, 0.99, 0), 16);
    Learner.Pass beside = pass(adapter(), true, Optional.of(critic));
    assertThat(beside.norm()).isCloseTo(alone.norm(), within(1e-6));
    assertThat(beside.klToken()).isEqualTo(alone.klToken());
    assertThat(alone.valueLoss()).isNaN();
  }
}

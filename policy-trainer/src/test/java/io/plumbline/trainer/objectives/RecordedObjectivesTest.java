package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What TRL and verl computed for the same rollouts; {@code tools/record_objectives.py} wrote it.
 */
class RecordedObjectivesTest {
  /** No deviation of the recorded rewards is below it. */
  private static final double FLOOR = 1e-6;

  private static JsonNode recorded;
  private final NDManager manager = Torch.manager();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(RecordedObjectivesTest.class.getResourceAsStream("recorded.json"))) {
      recorded = JsonMapper.shared().readTree(file);
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<JsonNode> grpo() throws IOException {
    if (recorded == null) {
      read();
    }
    return recorded.get("grpo").valueStream();
  }

  @ParameterizedTest
  @MethodSource("grpo")
  void advantagesAreThoseOfTrl(JsonNode trl) {
    String scale = trl.get("scale_rewards").stringValue();
    GroupAdvantage kind =
        switch (scale) {
          case "group" -> GroupAdvantage.GRPO;
          case "none" -> GroupAdvantage.DR_GRPO;
          default -> GroupAdvantage.BATCH_SCALED;
        };
    float[] rewards = vector(recorded.get("rewards"));
    float[] theirs = vector(trl.get("advantages"));
    double[] ours = flat(kind.of(groups(rewards), FLOOR));
    int group = recorded.get("group").intValue();
    for (int i = 0; i < ours.length; i++) {
      // They add 1e-4 to the deviation, where we have a floor.
      double deviation =
          switch (kind) {
            case GRPO -> deviation(rewards, i / group * group, group);
            case BATCH_SCALED -> deviation(rewards, 0, rewards.length);
            default -> Double.POSITIVE_INFINITY;
          };
      double added = Double.isInfinite(deviation) ? 1 : deviation / (deviation + 1e-4);
      assertThat(ours[i] * added).isCloseTo(theirs[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("grpo")
  void ratiosKlClipShareAndLossAreThoseOfTrl(JsonNode trl) {
    NDArray now = table(trl.get("log_probs"));
    NDArray old = table(trl.get("old_log_probs"));
    NDArray ref = table(trl.get("ref_log_probs"));
    NDArray mask = table(recorded.get("mask"));
    NDArray advantages = manager.create(vector(trl.get("advantages"))).expandDims(1);
    PolicyLoss loss = new PolicyLoss(number("clip_low"), number("clip_high"), number("beta"));
    NDArray kl = KlEstimators.ratioK3(now, ref, old);
    Aggregation aggregation =
        switch (trl.get("loss_type").stringValue()) {
          case "grpo" -> Aggregation.SEQUENCE_MEAN;
          case "dr_grpo" -> Aggregation.FIXED_LENGTH;
          default -> Aggregation.TOKEN_MEAN; // bnpo and dapo differ in how they cut batches
        };
    float ours =
        aggregation.share(loss.perToken(now, old, advantages, kl), mask, size(mask)).getFloat();
    assertThat(ours).isCloseTo(trl.get("loss").floatValue(), within(1e-6f));
    assertThat(mean(kl, mask)).isCloseTo(trl.get("ratio_k3").floatValue(), within(1e-6f));
    assertThat(mean(loss.clipped(now, old, advantages), mask))
        .isCloseTo(trl.get("clip_share").floatValue(), within(1e-6f))
        .isPositive();
  }

  @Test
  void tokenAdvantagesReturnsAndValueLossAreThoseOfVerl() {
    JsonNode verl = recorded.get("verl");
    Gae gae = new Gae(verl.get("gamma").doubleValue(), verl.get("lambda").doubleValue());
    NDArray mask = table(recorded.get("mask"));
    List<float[]> advantages = new ArrayList<>();
    for (int i = 0; i < mask.getShape().get(0); i++) {
      int length = (int) mask.get(i).sum().getFloat();
      float[] rewards = vector(verl.get("rewards").get(i), length);
      Gae.Estimate estimate = gae.of(rewards, vector(verl.get("values").get(i), length));
      advantages.add(estimate.advantages());
      assertThat(estimate.returns())
          .containsExactly(vector(verl.get("returns").get(i), length), within(1e-6f));
    }
    List<float[]> whitened = Whitening.of(advantages, FLOOR).values();
    for (int i = 0; i < whitened.size(); i++) {
      assertThat(whitened.get(i))
          .containsExactly(
              vector(verl.get("advantages").get(i), whitened.get(i).length), within(1e-5f));
    }
    NDArray loss =
        new ValueLoss(verl.get("value_clip").doubleValue())
            .perToken(
                table(verl.get("predicted")),
                table(verl.get("values")),
                table(verl.get("returns")));
    assertThat(mean(loss, mask)).isCloseTo(verl.get("value_loss").floatValue(), within(1e-6f));
  }

  @Test
  void theClippedLossIsVerlsWhateverTheAggregation() {
    JsonNode verl = recorded.get("verl");
    JsonNode first = recorded.get("grpo").get(0);
    NDArray now = table(first.get("log_probs"));
    NDArray mask = table(recorded.get("mask"));
    NDArray perToken =
        new PolicyLoss(number("clip_low"), number("clip_high"), 0)
            .perToken(
                now,
                table(first.get("old_log_probs")),
                table(verl.get("advantages")),
                now.zerosLike());
    JsonNode losses = verl.get("policy_losses");
    MinibatchSize size = size(mask);
    assertThat(Aggregation.TOKEN_MEAN.share(perToken, mask, size).getFloat())
        .isCloseTo(losses.get("token-mean").floatValue(), within(1e-6f));
    assertThat(Aggregation.SEQUENCE_MEAN.share(perToken, mask, size).getFloat())
        .isCloseTo(losses.get("seq-mean-token-mean").floatValue(), within(1e-6f));
    // Theirs divides by the width of the batch.
    MinibatchSize width =
        new MinibatchSize(size.sequences(), size.tokens(), (int) mask.getShape().get(1));
    assertThat(Aggregation.FIXED_LENGTH.share(perToken, mask, width).getFloat())
        .isCloseTo(losses.get("seq-mean-token-sum-norm").floatValue(), within(1e-6f));
  }

  @Test
  void klEstimatorsAndTheirControllerAreThoseOfVerl() {
    JsonNode verl = recorded.get("verl");
    NDArray now = table(recorded.get("grpo").get(0).get("log_probs"));
    NDArray ref = table(recorded.get("grpo").get(0).get("ref_log_probs"));
    NDArray mask = table(recorded.get("mask"));
    JsonNode kl = verl.get("kl");
    assertSame(KlEstimators.k1(now, ref).mul(mask), kl.get("k1"));
    assertSame(KlEstimators.k2(now, ref).mul(mask), kl.get("k2"));
    assertSame(KlEstimators.k3(now, ref).mul(mask), kl.get("k3"));
    // A horizon of ten steps is the gain of 0.1.
    AdaptiveKl controller = new AdaptiveKl(0.01);
    double coefficient = 0.02;
    JsonNode adaptive = verl.get("adaptive");
    for (int i = 0; i < adaptive.get("kl").size(); i++) {
      coefficient = controller.next(coefficient, adaptive.get("kl").get(i).doubleValue());
      assertThat(coefficient)
          .isCloseTo(adaptive.get("coefficients").get(i).doubleValue(), within(1e-12));
    }
  }

  @Test
  void leaveOneOutIsThatOfVerl() {
    JsonNode rloo = recorded.get("verl").get("rloo");
    double[] ours = flat(GroupAdvantage.RLOO.of(groups(vector(rloo.get("rewards"))), FLOOR));
    float[] theirs = vector(rloo.get("advantages"));
    for (int i = 0; i < ours.length; i++) {
      assertThat(ours[i]).isCloseTo(theirs[i], within(1e-6));
    }
  }

  @Test
  void theOddsLossIsThatOfTrl() {
    JsonNode trl = recorded.get("orpo");
    NDArray chosen = manager.create(vector(trl.get("chosen")));
    NDArray rejected = manager.create(vector(trl.get("rejected")));
    OrpoLoss loss = new OrpoLoss(trl.get("beta").doubleValue());
    // Ours has the chosen answer's likelihood in it.
    assertThat(loss.perPair(chosen, rejected).add(chosen).toFloatArray())
        .containsExactly(vector(trl.get("odds_loss")), within(1e-6f));
  }

  private static double number(String name) {
    return recorded.get(name).doubleValue();
  }

  private static MinibatchSize size(NDArray mask) {
    int sequences = (int) mask.getShape().get(0);
    return new MinibatchSize(
        sequences, (int) mask.sum().getFloat(), recorded.get("max_tokens").intValue());
  }

  private static float mean(NDArray values, NDArray mask) {
    return values.mul(mask).sum().getFloat() / mask.sum().getFloat();
  }

  private NDArray table(JsonNode rows) {
    return manager.create(rows.valueStream().map(row -> vector(row)).toArray(float[][]::new));
  }

  private void assertSame(NDArray ours, JsonNode theirs) {
    assertThat(ours.toFloatArray()).containsExactly(table(theirs).toFloatArray(), within(1e-6f));
  }

  private static float[] vector(JsonNode values) {
    return vector(values, values.size());
  }

  private static float[] vector(JsonNode values, int length) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = values.get(i).floatValue();
    }
    return vector;
  }

  private static List<List<OptionalDouble>> groups(float[] rewards) {
    int size = recorded.get("group").intValue();
    List<List<OptionalDouble>> groups = new ArrayList<>();
    for (int i = 0; i < rewards.length; i += size) {
      List<OptionalDouble> group = new ArrayList<>();
      for (int j = i; j < i + size; j++) {
        group.add(OptionalDouble.of(rewards[j]));
      }
      groups.add(group);
    }
    return groups;
  }

  private static double[] flat(Advantages advantages) {
    return advantages.values().stream()
        .flatMap(List::stream)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  private static double deviation(float[] values, int from, int count) {
    double mean = 0;
    for (int i = from; i < from + count; i++) {
      mean += values[i] / (double) count;
    }
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return Math.sqrt(squares / (count - 1));
  }
}

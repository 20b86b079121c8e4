package io.plumbline.trainer.runs;

import io.plumbline.trainer.objectives.ExplainedVariance;
import io.plumbline.trainer.objectives.Gae;
import io.plumbline.trainer.objectives.Whitening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What PPO learns from rewards: advantages of each token over what the value head expected. */
final class TokenAdvantages {
  private final Gae gae;
  private final double deviationFloor;

  TokenAdvantages(RunConfig config) {
    gae = new Gae(config.gamma(), config.gaeLambda());
    deviationFloor = config.deviationFloor();
  }

  /**
   * @param groups with whitened advantages, and what the values are to be
   * @param spread deviation of the advantages before, in units of reward
   * @param explainedVariance of the returns by the values
   */
  record Estimate(List<Learner.Group> groups, double spread, double explainedVariance) {}

  /**
   * Advantages of a batch. A completion earns its reward at its last token.
   *
   * @param groups whose advantages are not yet known
   * @param rewards by group and completion
   * @param values by group, completion and token
   */
  Estimate of(List<Learner.Group> groups, List<double[]> rewards, List<List<float[]>> values) {
    List<Gae.Estimate> estimates = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      for (int i = 0; i < rewards.get(g).length; i++) {
        float[] expected = values.get(g).get(i);
        float[] paid = new float[expected.length];
        paid[paid.length - 1] = (float) rewards.get(g)[i];
        estimates.add(gae.of(paid, expected));
      }
    }
    Whitening whitened =
        Whitening.of(estimates.stream().map(Gae.Estimate::advantages).toList(), deviationFloor);
    List<Learner.Group> learnt = new ArrayList<>();
    int next = 0;
    for (int g = 0; g < groups.size(); g++) {
      List<Learner.Sample> samples = new ArrayList<>();
      for (Learner.Sample sample : groups.get(g).samples()) {
        float[] before = values.get(g).get(samples.size());
        samples.add(
            new Learner.Sample(
                sample.tokens(),
                sample.logProbs(),
                whitened.values().get(next),
                Optional.of(new Learner.Targets(before, estimates.get(next).returns()))));
        next++;
      }
      learnt.add(new Learner.Group(groups.get(g).prompt(), samples));
    }
    return new Estimate(
        learnt,
        whitened.deviation(),
        ExplainedVariance.of(
            estimates.stream().map(Gae.Estimate::returns).toList(),
            values.stream().flatMap(List::stream).toList()));
  }
}

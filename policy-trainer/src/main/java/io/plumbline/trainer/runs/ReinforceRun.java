package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.alarms.Raised;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.MicroBatches;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.objectives.ExactKl;
import io.plumbline.trainer.policies.LearnedPolicy;
import io.plumbline.trainer.preference.Pair;
import io.plumbline.trainer.preference.PreferenceLearner;
import io.plumbline.trainer.sampling.Sampler;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Trains one adapter over a frozen reference policy, by KL-anchored policy gradients or from gold.
 * Each update is a function of the state before it and the configuration alone, so that a run that
 * was killed goes on to the same bytes.
 */
final class ReinforceRun implements AutoCloseable {
  private static final AdamW RULE = new AdamW(0.9, 0.99, 0);

  private final RunConfig config;
  private final PolicyModel reference;
  private final PolicyTokenizer tokenizer;
  private final RunFolder folder;
  private final BooleanSupplier stop;
  private final Consumer<String> progress;

  private final NDManager manager;
  private NDManager merged;
  private final Decoder decoder;
  private final Decoder sampling;
  private final Sampler sampler;
  private final Adapter adapter;
  private final Optimizer optimizer;
  private final Gradients gradients;
  private final Optional<Critic> critic;
  private final Optional<IntFunction<List<Pair>>> pairs;
  private final KlPrice price;
  private final int first;

  /**
   * Starts a run, or takes up the one that {@code folder} holds.
   *
   * @param reference base and adapters that the policy starts from and is anchored to; stays open
   * @param tokenizer of the same policy; stays open
   * @param folder where the state, the metrics and the adapter go
   * @param stop asked between native calls; once true, {@link #train} throws {@link
   *     CancellationException} and the last saved state stands
   * @param progress takes a line for each update
   * @throws io.plumbline.trainer.checkpoint.CheckpointException if the state is damaged or does not
   *     fit the configuration
   * @throws IllegalArgumentException if it is to learn from the gold of a split that is not for
   *     that
   */
  ReinforceRun(
      RunConfig config,
      PolicyModel reference,
      PolicyTokenizer tokenizer,
      RunFolder folder,
      BooleanSupplier stop,
      Consumer<String> progress)
      throws IOException {
    this.config = config;
    this.reference = reference;
    this.tokenizer = tokenizer;
    this.folder = folder;
    this.stop = stop;
    this.progress = progress;
    pairs =
        config.objective().isRewarded()
            ? Optional.empty()
            : Optional.of(
                PreferenceUpdates.pairs(
                    config, tokenizer, reference.config().maxPositionEmbeddings()));
    Torch.enterThread(false);
    manager = Torch.newManager();
    merged = manager.newSubManager();
    adapter = Adapter.initial(manager, reference.config(), folder.lora(config), config.seed());
    optimizer = new Optimizer(manager, RULE, adapter.arrays());
    critic =
        config.objective() == RunConfig.Objective.PPO
            ? Optional.of(new Critic(manager, config, RULE, reference.config().hiddenSize()))
            : Optional.empty();
    price = new KlPrice(config);
    first = restore();
    double scale = (double) config.loraAlpha() / config.loraRank();
    decoder = new Decoder(reference.config(), scale, config.precision());
    sampling = new Decoder(reference.config(), scale, Precision.FP32);
    sampler = new Sampler(sampling, tokenizer.ends(), config.threads(), stop);
    List<NDArray> leaves = new ArrayList<>(adapter.arrays());
    critic.ifPresent(head -> leaves.addAll(head.arrays()));
    gradients = new Gradients(leaves, config.threads());
  }

  private int restore() throws IOException {
    boolean restored = false;
    try {
      int updates =
          folder.restore(
              adapter,
              optimizer,
              saved -> {
                critic.ifPresent(head -> head.restore(saved));
                price.restore(saved);
              });
      restored = true;
      return updates;
    } finally {
      if (!restored) {
        manager.close();
      }
    }
  }

  /** The policy as it is at each answer. */
  LearnedPolicy policy(String label, double temperature) {
    return policy(label, this::weights, temperature);
  }

  /** What the policy started from and is anchored to. */
  LearnedPolicy reference(String label, double temperature) {
    return policy(label, reference::weights, temperature);
  }

  private LearnedPolicy policy(String label, Supplier<List<NDArray>> weights, double temperature) {
    return new LearnedPolicy(label, tokenizer, sampler, weights, temperature, config.seed() + 1);
  }

  /**
   * Takes the updates that are left and writes the adapter.
   *
   * @param environments where tasks come from and attempts are graded; stay open
   * @param evaluation called after every {@code evaluate_every} updates; its answer goes into the
   *     metrics line
   * @throws RunStoppedException if the start-up self-test fails, and nothing was trained, or an
   *     alarm ends the run
   * @throws CancellationException if it is stopped
   */
  void train(Environments environments, Evaluator evaluation)
      throws InterruptedException, IOException {
    Updates updates = updates(environments);
    RunAlarms alarms = new RunAlarms(config, reference.weights());
    alarms.replay(folder.lines());
    List<Raised> atOnce = alarms.resumed(first, adapter).stream().toList();
    atOnce.forEach(this::show);
    alarms.stopOn(atOnce, first);
    long started = System.nanoTime();
    for (int update = first; update < config.updates(); update++) {
      if (stop.getAsBoolean()) {
        throw new CancellationException("stopped after update " + update);
      }
      Map<String, Object> line = take(updates, update, started);
      if (config.evaluateEvery() > 0 && (update + 1) % config.evaluateEvery() == 0) {
        line.put("eval", evaluation.evaluate(update + 1));
        folder.keep(update + 1, trained(), reference.config(), config.keepCheckpoints());
      }
      List<Raised> raised = alarms.observe(line);
      folder.appendMetrics(line);
      Map<String, Tensor> more = new LinkedHashMap<>(price.state());
      critic.ifPresent(head -> more.putAll(head.state()));
      folder.save(update + 1, adapter, optimizer, more);
      progress.accept(progressLine(updates.figures(line), update + 1, started));
      raised.forEach(this::show);
      alarms.stopOn(raised, update + 1);
    }
    trained().write(folder.adapter(), reference.config());
  }

  private AdapterFolder trained() {
    return adapter.folder(reference.config(), reference.baseSha256());
  }

  private Map<String, Object> take(Updates updates, int update, long started)
      throws InterruptedException {
    try (NDManager scratch = manager.newSubManager()) {
      List<NDArray> before = new ArrayList<>();
      for (NDArray array : adapter.arrays()) {
        NDArray copy = array.duplicate();
        copy.attach(scratch);
        before.add(copy);
      }
      Map<String, Object> line = updates.take(update, started);
      UpdateMetrics.put(line, "adapter_change", adapter.distance(before));
      return line;
    }
  }

  private void show(Raised raised) {
    progress.accept("ALARM " + raised);
  }

  /** Evaluates between updates. */
  @FunctionalInterface
  interface Evaluator {
    /** What goes into the metrics line. */
    Map<String, Object> evaluate(int updates) throws InterruptedException;
  }

  private Updates updates(Environments environments) {
    if (config.objective().isRewarded()) {
      return new RolloutUpdates(
          config,
          manager,
          new Rollouts(config, environments, tokenizer, sampler),
          scratch -> sampling.merge(scratch, reference.weights(), adapter.arrays()),
          new Learner(
              config,
              decoder,
              reference.weights(),
              gradients,
              optimizer,
              critic,
              reference.config().vocabSize() <= ExactKl.LARGEST_VOCABULARY),
          price);
    }
    return new PreferenceUpdates(
        config,
        manager,
        pairs.orElseThrow(),
        new PreferenceLearner(
            PreferenceUpdates.loss(config),
            decoder,
            reference.weights(),
            gradients,
            optimizer,
            new MicroBatches(config.microBatchTokens())));
  }

  /** As they are now; valid until the next call. */
  private List<NDArray> weights() {
    merged.close();
    merged = manager.newSubManager();
    return sampling.merge(merged, reference.weights(), adapter.arrays());
  }

  private String progressLine(String figures, int updates, long started) {
    double seconds = (System.nanoTime() - started) / 1e9;
    long left = Math.round(seconds / (updates - first) * (config.updates() - updates));
    return String.format(
        Locale.ROOT,
        "update %d/%d  %s  %d:%02d left",
        updates,
        config.updates(),
        figures,
        left / 60,
        left % 60);
  }

  @Override
  public void close() {
    sampler.close();
    gradients.close();
    decoder.close();
    sampling.close();
    manager.close();
  }
}

package io.plumbline.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes the embedded policy: its base from nothing, its SFT adapter on the base. Both save their
 * state as they go, go on from it, and with the same configuration end in the same bytes.
 */
public final class SupervisedTraining {
  private static final AdamW RULE = new AdamW(0.9, 0.98, 0.01);
  private static final int SAVE_EVERY = 100;
  private static final int REPORT_EVERY = 20;

  private final SupervisedConfig config;
  private final LexiconTokenizer tokenizer;
  private final Path state;
  private final BooleanSupplier stop;
  private final Consumer<String> progress;

  /**
   * Prepares a run; nothing is read or written yet.
   *
   * @param tokenizer of the model; stays open
   * @param state file that the run is saved in, and taken up from if it is there
   * @param stop asked between steps; once true, the state is saved and {@link
   *     CancellationException} thrown
   * @param progress takes a line now and then
   */
  public SupervisedTraining(
      SupervisedConfig config,
      LexiconTokenizer tokenizer,
      Path state,
      BooleanSupplier stop,
      Consumer<String> progress) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.state = state;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * Trains every weight of a new model to clean tables.
   *
   * @throws CheckpointException if the state is damaged or another run's
   * @throws CancellationException if it is stopped
   */
  public ModelFolder pretrain() {
    ModelConfig shape = shape();
    return pretrain(shape, Weights.initial(shape, config.seed()), 0);
  }

  /**
   * Trains every weight of a copy of {@code model} further, on whole tables.
   *
   * @throws CheckpointException if the state is damaged or another run's
   * @throws CancellationException if it is stopped
   */
  public ModelFolder pretrain(ModelFolder model) {
    return pretrain(model.config(), model.tensors(), SupervisedConfig.LAST_STAGE);
  }

  private ModelFolder pretrain(ModelConfig shape, Map<String, Tensor> first, double begun) {
    try (NDManager owner = manager();
        Decoder decoder = new Decoder(shape, 1, Precision.BF16)) {
      List<NDArray> weights = Weights.fuse(owner, shape, first);
      Curriculum lessons = new PretrainingLessons(tokenizer, config.seed(), begun);
      run(owner, decoder, weights, List.of(), lessons);
      return new ModelFolder(shape, new TreeMap<>(Weights.split(shape, weights)));
    }
  }

  /**
   * Trains an adapter on deletion-biased demonstrations.
   *
   * @param base what the adapter is for; stays as it is
   * @param rank of the adapter, at least 1
   * @param alpha what it is scaled with, divided by the rank
   * @throws CheckpointException if the state is damaged or another run's
   * @throws CancellationException if it is stopped
   */
  public AdapterFolder sft(ModelFolder base, int rank, int alpha) {
    try (NDManager owner = manager();
        Decoder decoder = new Decoder(base.config(), (double) alpha / rank, Precision.BF16)) {
      List<NDArray> weights = Weights.fuse(owner, base.config(), base.tensors());
      Adapter adapter =
          Adapter.initial(owner, base.config(), rank, alpha, "plumbline-embedded", config.seed());
      run(owner, decoder, weights, adapter.arrays(), new SftLessons(tokenizer, config.seed()));
      return adapter.folder(base.config(), base.sha256());
    }
  }

  /** The embedded model: 0.9 million weights, small enough to train on a laptop. */
  private ModelConfig shape() {
    return new ModelConfig(
        tokenizer.size(),
        128,
        352,
        4,
        4,
        4,
        32,
        2048,
        10_000,
        1e-6,
        true,
        OptionalInt.of(tokenizer.bos()),
        OptionalInt.of(tokenizer.eos()),
        OptionalInt.of(tokenizer.pad()));
  }

  private static NDManager manager() {
    Torch.enterThread(false);
    return Torch.newManager();
  }

  private void run(
      NDManager owner,
      Decoder decoder,
      List<NDArray> weights,
      List<NDArray> lora,
      Curriculum curriculum) {
    List<NDArray> trained = lora.isEmpty() ? weights : lora;
    Optimizer optimizer = new Optimizer(owner, RULE, trained);
    int first = restore(trained, optimizer);
    long started = System.nanoTime();
    long positions = 0;
    double loss = 0;
    double accuracy = 0;
    try (Gradients gradients = new Gradients(trained, config.threads());
        Prefetch lessons = new Prefetch(config, curriculum)) {
      SupervisedRun run = new SupervisedRun(config, decoder, weights, lora, gradients, optimizer);
      for (int step = first; step < config.steps(); step++) {
        if (stop.getAsBoolean()) {
          save(step, trained, optimizer);
          throw new CancellationException("stopped after step " + step);
        }
        SupervisedRun.Step taken = run.step(owner, step, lessons.lessons(step));
        positions += taken.positions();
        loss += taken.loss() / REPORT_EVERY;
        accuracy += taken.accuracy() / REPORT_EVERY;
        if ((step + 1) % REPORT_EVERY == 0) {
          double seconds = (System.nanoTime() - started) / 1e9;
          // Steps differ in size, so what is left is reckoned in positions.
          double left =
              positions(curriculum, step + 1, config.steps())
                  * seconds
                  / positions(curriculum, first, step + 1);
          report(step + 1, loss, accuracy, positions / seconds, left);
          loss = 0;
          accuracy = 0;
        }
        if ((step + 1) % SAVE_EVERY == 0 || step + 1 == config.steps()) {
          save(step + 1, trained, optimizer);
        }
      }
    }
  }

  private void report(int step, double loss, double accuracy, double speed, double left) {
    Duration duration = Duration.ofSeconds((long) left);
    progress.accept(
        String.format(
            Locale.ROOT,
            "step %d/%d  loss %.4f  accuracy %.4f  %.0f tokens/s  %d:%02d left",
            step,
            config.steps(),
            loss,
            accuracy,
            speed,
            duration.toMinutes(),
            duration.toSecondsPart()));
  }

  private double positions(Curriculum curriculum, int from, int to) {
    double sum = 0;
    for (int step = from; step < to; step++) {
      sum += config.share(curriculum.progress(step, config.steps()));
    }
    return sum;
  }

  private int restore(List<NDArray> trained, Optimizer optimizer) {
    if (!Files.exists(state)) {
      return 0;
    }
    Map<String, Tensor> saved = Safetensors.read(state);
    int step = (int) values(saved, "steps", 1)[0];
    if (step > config.steps()) {
      throw ofAnotherRun();
    }
    for (int i = 0; i < trained.size(); i++) {
      Torch.assign(trained.get(i), values(saved, "trained." + i, trained.get(i).size()));
    }
    optimizer.restore(saved, step);
    progress.accept("going on after step " + step);
    return step;
  }

  private float[] values(Map<String, Tensor> saved, String name, long count) {
    Tensor tensor = saved.get(name);
    if (tensor == null || tensor.values().length != count) {
      throw ofAnotherRun();
    }
    return tensor.values();
  }

  private CheckpointException ofAnotherRun() {
    return new CheckpointException(
        state.getFileName()
            + ": is the state of another run (expected: remove it, or go on with the run that it"
            + " belongs to)");
  }

  private void save(int step, List<NDArray> trained, Optimizer optimizer) {
    Map<String, Tensor> saved = new LinkedHashMap<>(optimizer.state());
    for (int i = 0; i < trained.size(); i++) {
      saved.put("trained." + i, Weights.tensor(trained.get(i)));
    }
    saved.put("steps", new Tensor(List.of(), new float[] {step}));
    Safetensors.write(state, saved, Map.of());
  }
}

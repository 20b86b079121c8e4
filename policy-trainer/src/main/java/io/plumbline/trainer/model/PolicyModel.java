package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * A base model with adapters stacked on it. All but a trainable one are folded into the weights,
 * which then are the reference policy of whoever trains.
 */
public final class PolicyModel implements AutoCloseable {
  private static final String WEIGHT = ".weight";

  private final NDManager manager;
  private final ModelConfig config;
  private final String baseSha256;
  private final List<NDArray> weights;

  private PolicyModel(
      NDManager manager, ModelConfig config, String baseSha256, List<NDArray> weights) {
    this.manager = manager;
    this.config = config;
    this.baseSha256 = baseSha256;
    this.weights = weights;
  }

  /**
   * Folds adapters into a base, the first one first.
   *
   * @throws IllegalStateException if folding one in changes nothing, which would be trained or
   *     evaluated without anyone noticing that it is not there, or another weight than it should
   */
  public static PolicyModel stack(ModelFolder base, List<AdapterFolder> adapters) {
    Torch.enterThread(false);
    NDManager owner = Torch.newManager();
    List<NDArray> weights = Weights.fuse(owner, base.config(), base.tensors());
    for (int i = 0; i < adapters.size(); i++) {
      try (NDManager before = owner;
          Decoder decoder =
              new Decoder(base.config(), adapters.get(i).config().scale(), Precision.FP32)) {
        List<NDArray> lora = Adapter.factors(before, base.config(), adapters.get(i));
        List<NDArray> merged = decoder.merge(before, weights, lora);
        String where = "adapter " + (i + 1) + " of " + adapters.size() + ": ";
        checkChanges(where, base.config(), adapters.get(i), weights, merged);
        owner = Torch.newManager();
        weights = copy(owner, merged);
      }
    }
    return new PolicyModel(owner, base.config(), base.sha256(), weights);
  }

  /** The base's shape. */
  public ModelConfig config() {
    return config;
  }

  /** Of the base alone. */
  public String baseSha256() {
    return baseSha256;
  }

  /** Fused, with every adapter folded in; nobody writes to them. */
  public List<NDArray> weights() {
    return weights;
  }

  @Override
  public void close() {
    manager.close();
  }

  private static List<NDArray> copy(NDManager owner, List<NDArray> arrays) {
    List<NDArray> copies = new ArrayList<>();
    for (NDArray array : arrays) {
      NDArray copy = array.duplicate();
      copy.attach(owner);
      copies.add(copy);
    }
    return copies;
  }

  private static void checkChanges(
      String where,
      ModelConfig config,
      AdapterFolder adapter,
      List<NDArray> before,
      List<NDArray> after) {
    List<List<String>> names = Weights.names(config);
    boolean any = false;
    for (int i = 0; i < before.size(); i++) {
      boolean should = names.get(i).stream().anyMatch(name -> changes(adapter, name));
      boolean does = !before.get(i).contentEquals(after.get(i));
      if (does != should) {
        throw new IllegalStateException(
            where
                + "merging it "
                + (does ? "changes " : "does not change ")
                + String.join(", ", names.get(i))
                + " (expected: the modules that it adds to, and no other)");
      }
      any |= does;
    }
    if (!any) {
      throw new IllegalStateException(
          where + "merging it changes no weight (expected: one that was trained)");
    }
  }

  private static boolean changes(AdapterFolder adapter, String name) {
    return name.endsWith(WEIGHT)
        && adapter.changes(name.substring(0, name.length() - WEIGHT.length()));
  }
}

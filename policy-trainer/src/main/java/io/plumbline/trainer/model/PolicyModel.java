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
   * @throws IllegalStateException if folding one in changes nothing: it would be trained or
   *     evaluated without anyone noticing that it is not there
   */
  public static PolicyModel stack(ModelFolder base, List<AdapterFolder> adapters) {
    Torch.enterThread(false);
    NDManager owner = Torch.newManager();
    List<NDArray> weights = Weights.fuse(owner, base.config(), base.tensors());
    for (int i = 0; i < adapters.size(); i++) {
      try (NDManager before = owner;
          Decoder decoder =
              new Decoder(base.config(), adapters.get(i).config().scale(), Precision.FP32)) {
        Adapter adapter = Adapter.of(before, base.config(), adapters.get(i));
        List<NDArray> merged = decoder.merge(before, weights, adapter.arrays());
        if (!changed(weights, merged)) {
          throw new IllegalStateException(
              "adapter "
                  + (i + 1)
                  + " of "
                  + adapters.size()
                  + ": merging it changes no weight (expected: one that was trained)");
        }
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

  private static boolean changed(List<NDArray> before, List<NDArray> after) {
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).contentEquals(after.get(i))) {
        return true;
      }
    }
    return false;
  }
}

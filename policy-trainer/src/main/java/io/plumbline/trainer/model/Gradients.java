package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.torch.Torch;
import io.plumbline.trainer.torch.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Sums gradients of a loss over parts of a batch, on several threads. Each thread differentiates
 * with respect to aliases of its own and takes its parts in order, and the threads' sums are added
 * in order: the same number of threads gives the same bytes.
 */
public final class Gradients implements AutoCloseable {

  /** Part of a loss. */
  @FunctionalInterface
  public interface Part<R> {

    /**
     * Computes and differentiates.
     *
     * @param scratch owns what is computed; closed afterwards
     * @param leaves aliases of the arrays to differentiate with respect to
     */
    R differentiate(NDManager scratch, List<NDArray> leaves);
  }

  private final NDManager manager;
  private final List<List<NDArray>> aliases = new ArrayList<>();
  private final Workers workers;

  /**
   * @param leaves what is trained; changed in place between calls
   * @param threads at least 1
   */
  public Gradients(List<NDArray> leaves, int threads) {
    manager = Torch.newManager();
    for (int t = 0; t < threads; t++) {
      List<NDArray> mine = new ArrayList<>();
      for (NDArray leaf : leaves) {
        NDArray alias = Torch.alias(leaf);
        alias.attach(manager);
        alias.setRequiresGradient(true);
        mine.add(alias);
      }
      aliases.add(List.copyOf(mine));
    }
    workers = new Workers("gradients", threads, true);
  }

  /**
   * Differentiates all parts; part i on thread i modulo their number.
   *
   * @throws RuntimeException what a part threw, once no part runs any more; the next call starts
   *     afresh
   */
  public <R> List<R> differentiate(List<? extends Part<R>> parts) {
    List<Callable<List<R>>> shares = new ArrayList<>();
    int threads = aliases.size();
    for (int t = 0; t < threads; t++) {
      int first = t;
      shares.add(
          () -> {
            List<NDArray> leaves = aliases.get(first);
            leaves.forEach(Torch::zeroGradient);
            List<R> results = new ArrayList<>();
            for (int i = first; i < parts.size(); i += threads) {
              try (NDManager scratch = manager.newSubManager()) {
                results.add(parts.get(i).differentiate(scratch, leaves));
              }
            }
            return results;
          });
    }
    List<R> results = new ArrayList<>();
    List<List<R>> all = workers.all(shares);
    for (int i = 0; i < parts.size(); i++) {
      results.add(all.get(i % threads).get(i / threads));
    }
    return results;
  }

  /** The sum of the last call's gradients for each leaf, owned by {@code results}. */
  public List<NDArray> sums(NDManager results) {
    List<NDArray> sums = new ArrayList<>();
    for (int leaf = 0; leaf < aliases.get(0).size(); leaf++) {
      NDArray sum = aliases.get(0).get(leaf).getGradient();
      sum.attach(results);
      for (int t = 1; t < aliases.size(); t++) {
        NDArray other = aliases.get(t).get(leaf).getGradient();
        other.attach(results);
        sum = sum.add(other);
      }
      sums.add(sum);
    }
    return sums;
  }

  @Override
  public void close() {
    workers.close();
    manager.close();
  }
}

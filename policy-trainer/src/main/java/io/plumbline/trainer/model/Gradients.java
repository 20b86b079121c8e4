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

  /** On how many threads. */
  public int threads() {
    return aliases.size();
  }

  /**
   * Differentiates all parts; part i on thread i modulo their number.
   *
   * @throws RuntimeException what a part threw, once no part runs any more; the next call starts
   *     afresh
   */
  public <R> List<R> differentiate(List<? extends Part<R>> parts) {
    int threads = aliases.size();
    List<List<Part<R>>> shares = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < parts.size(); i++) {
      shares.get(i % threads).add(parts.get(i));
    }
    List<List<R>> all = shares(shares);
    List<R> results = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      results.add(all.get(i % threads).get(i / threads));
    }
    return results;
  }

  /**
   * Differentiates what each thread is given.
   *
   * @param shares a list for each thread
   * @return the results, in the same order
   * @throws RuntimeException as of {@link #differentiate}
   */
  public <R> List<List<R>> shares(List<? extends List<? extends Part<R>>> shares) {
    List<Callable<List<R>>> tasks = new ArrayList<>();
    for (int t = 0; t < aliases.size(); t++) {
      List<NDArray> leaves = aliases.get(t);
      List<? extends Part<R>> share = shares.get(t);
      tasks.add(
          () -> {
            leaves.forEach(Torch::zeroGradient);
            List<R> results = new ArrayList<>();
            for (Part<R> part : share) {
              try (NDManager scratch = manager.newSubManager()) {
                results.add(part.differentiate(scratch, leaves));
              }
            }
            return results;
          });
    }
    return workers.all(tasks);
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

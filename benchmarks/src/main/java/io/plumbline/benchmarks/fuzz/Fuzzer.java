package io.plumbline.benchmarks.fuzz;

import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Grades generated outputs under every profile and checks each grade. Output {@code i} of a seed is
 * the same wherever one starts.
 */
final class Fuzzer {
  private static final int EVIDENCE_EVERY = 16;

  /** Outputs between two lines of progress. */
  private static final long STRETCH = 1_000_000;

  private static final int BLOCK = 10_000;

  private final long seed;
  private final List<Subject> subjects;
  private final Outputs outputs;

  Fuzzer(long seed, List<Subject> subjects) {
    this.seed = seed;
    this.subjects = subjects;
    outputs = new Outputs(subjects);
  }

  /**
   * Grades outputs {@code from} to {@code to}, exclusive, saying how far it is.
   *
   * @return the first fault of each block that has any
   */
  List<String> run(long from, long to) throws InterruptedException {
    List<String> faults = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      for (long at = from; at < to; at = Math.min(to, at + STRETCH)) {
        List<Callable<Optional<String>>> blocks = new ArrayList<>();
        long stop = Math.min(to, at + STRETCH);
        for (long start = at; start < stop; start += BLOCK) {
          long first = start;
          blocks.add(() -> block(first, Math.min(stop, first + BLOCK)));
        }
        for (Future<Optional<String>> block : threads.invokeAll(blocks)) {
          block.get().ifPresent(faults::add);
        }
        System.out.println("fuzz: seed " + seed + ", done up to --from " + stop);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return faults;
  }

  private Optional<String> block(long from, long to) {
    long base = new SplitMix64(seed).nextLong();
    for (long i = from; i < to; i++) {
      SplitMix64 random = new SplitMix64(new SplitMix64(base + i).nextLong());
      Subject subject = random.pick(subjects);
      String output = outputs.next(random, subject);
      for (Map.Entry<Profile, Grader> each : subject.graders().entrySet()) {
        Optional<String> fault =
            Checks.fault(each.getValue(), output, random.below(EVIDENCE_EVERY) == 0);
        if (fault.isPresent()) {
          return Optional.of(
              subject.task().id()
                  + " under "
                  + each.getKey().label()
                  + " "
                  + fault.get()
                  + "; again: --seed "
                  + seed
                  + " --from "
                  + i
                  + " --outputs 1");
        }
      }
    }
    return Optional.empty();
  }
}

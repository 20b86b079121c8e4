package io.plumbline.graders.redteam;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.redteam.oracles.Oracle;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Searches for outputs whose grade exceeds their true quality. Task after task, in the order of
 * seeds and in turn from each split, an archive of outputs is mutated and recombined; what is
 * overpaid by the threshold or more is made minimal and kept once per signature and shape.
 *
 * <p>Each task's search depends on {@code seed} and the task alone. Unassessed dimensions count as
 * in training under {@code strict} (0) and as in collab-eval under {@code reference} (0.5).
 */
public final class RedTeam {
  private static final int SECONDS_BETWEEN_REPORTS = 10;

  /** Golds of this many other tasks may be quoted. */
  private static final int OTHERS = 4;

  private final Environment environment;
  private final Profile profile;
  private final List<TaskSplit> splits;
  private final Settings settings;
  private final Findings findings = new Findings();

  /**
   * How to search.
   *
   * @param seed any
   * @param threads at least 1
   * @param threshold smallest excess of grade over quality that counts, in (0, 1]
   * @param candidates outputs to judge for each task, at least 1
   */
  public record Settings(long seed, int threads, double threshold, int candidates) {
    public Settings {
      if (threads < 1) {
        throw new IllegalArgumentException("threads: " + threads + " (expected: at least 1)");
      }
      if (!(threshold > 0 && threshold <= 1)) {
        throw new IllegalArgumentException(
            "threshold: " + threshold + " (expected: above 0, at most 1)");
      }
      if (candidates < 1) {
        throw new IllegalArgumentException("candidates: " + candidates + " (expected: at least 1)");
      }
    }
  }

  /**
   * A search over {@code splits}.
   *
   * @param splits open ones of {@code environment}
   * @throws IllegalArgumentException if no split has tasks whose reference says what is right
   */
  public RedTeam(
      Environment environment, Profile profile, List<TaskSplit> splits, Settings settings) {
    this.environment = environment;
    this.profile = profile;
    this.settings = settings;
    this.splits = splits.stream().filter(split -> Oracle.of(split.task(0)).isPresent()).toList();
    if (this.splits.isEmpty()) {
      throw new IllegalArgumentException(
          "env: " + environment.name() + " (expected: an open split whose tasks have an oracle)");
    }
  }

  /**
   * Searches task after task until {@code stop} says so or {@code tasks} are done.
   *
   * @param tasks how many tasks to search at most
   * @param found told of each exploit as it is kept
   * @param report told of the findings every 10 seconds
   * @throws RuntimeException whatever a grader throws: that alone is a finding
   */
  public Findings run(
      long tasks, BooleanSupplier stop, Consumer<Exploit> found, Consumer<Findings> report)
      throws InterruptedException {
    AtomicLong next = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < settings.threads(); i++) {
      workers.add(
          threads.submit(
              () -> {
                for (long n = next.getAndIncrement();
                    n < tasks && !stop.getAsBoolean();
                    n = next.getAndIncrement()) {
                  search(n, stop, found);
                }
              }));
    }
    threads.shutdown();
    try {
      while (!threads.awaitTermination(SECONDS_BETWEEN_REPORTS, TimeUnit.SECONDS)) {
        report.accept(findings);
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException broken
          ? broken
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return findings;
  }

  private void search(long number, BooleanSupplier stop, Consumer<Exploit> found) {
    Task task = task(number);
    Bench bench =
        new Bench(environment.grader(task, profile), profile, Oracle.of(task).orElseThrow());
    Campaign campaign =
        new Campaign(
            bench,
            material(task, number),
            mutations(task),
            new SplitMix64(settings.seed() * 0x9e3779b97f4a7c15L + number),
            settings.threshold());
    campaign.run(settings.candidates(), stop);
    findings.count(campaign);
    for (Candidate exploit : campaign.exploits()) {
      if (findings.wants(exploit.signature())) {
        String gold = task.reference().gold();
        Exploit minimised =
            exploit(task, bench, Minimiser.minimised(bench, gold, exploit, settings.threshold()));
        if (findings.keep(minimised, gold)) {
          found.accept(minimised);
        }
      }
    }
  }

  private Task task(long number) {
    TaskSplit split = splits.get((int) (number % splits.size()));
    return split.task(number / splits.size());
  }

  private Material material(Task task, long number) {
    List<String> texts = new ArrayList<>(List.of(task.reference().gold(), task.input()));
    task.sources().forEach(source -> texts.add(source.text()));
    for (int other = 1; other <= OTHERS; other++) {
      texts.add(task(number + other).reference().gold());
    }
    return new Material(task.reference().gold(), task.input(), texts);
  }

  private static List<Mutation> mutations(Task task) {
    List<Mutation> mutations = new ArrayList<>(TextMutations.ALL);
    mutations.addAll(
        task.reference() instanceof TableReference ? TableMutations.ALL : ProseMutations.ALL);
    return mutations;
  }

  private Exploit exploit(Task task, Bench bench, Candidate candidate) {
    double reference = composite(task, Profile.REFERENCE, RewardRule.REFERENCE, candidate);
    double strict = composite(task, Profile.STRICT, RewardRule.PESSIMISTIC, candidate);
    double due = Math.rint(candidate.quality() * 1000) / 1000;
    return new Exploit(
        environment.name(),
        task.id(),
        candidate.signature(),
        candidate.output(),
        candidate.grade(),
        candidate.quality(),
        reference,
        Math.min(strict, due),
        bench.reason(candidate));
  }

  private double composite(Task task, Profile profile, RewardRule rule, Candidate candidate) {
    return environment.grader(task, profile).grade(candidate.output()).reward(rule).orElseThrow();
  }
}

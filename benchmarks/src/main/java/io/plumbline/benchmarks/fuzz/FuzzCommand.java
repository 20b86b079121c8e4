package io.plumbline.benchmarks.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code ./plumbline bench fuzz}: outputs by the million, then whether every grade is linear. */
public final class FuzzCommand {
  private FuzzCommand() {}

  /** Ends with 1 if there is a fault, with 2 if the arguments are wrong. */
  public static void main(String[] args) throws InterruptedException {
    long outputs = 1_000_000;
    long seed = 1;
    long from = 0;
    for (int i = 0; i < args.length; i += 2) {
      long value = i + 1 < args.length ? number(args[i + 1]) : -1;
      if (value < 0) {
        fail(args[i]);
      }
      switch (args[i]) {
        case "--outputs" -> outputs = value;
        case "--seed" -> seed = value;
        case "--from" -> from = value;
        default -> fail(args[i]);
      }
    }
    List<Subject> subjects = Subject.all();
    List<String> faults = new ArrayList<>(new Fuzzer(seed, subjects).run(from, from + outputs));
    Linearity linearity = new Linearity();
    faults.addAll(linearity.faults(oneOfEachEnvironment(subjects)));
    System.out.printf(
        Locale.ROOT,
        "fuzz: %d outputs, %d faults; a char costs at most %.1f times as much in 1 MiB as in 64"
            + " KiB%n",
        outputs,
        faults.size(),
        linearity.worst());
    faults.forEach(fault -> System.err.println("fuzz: " + fault));
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static List<Subject> oneOfEachEnvironment(List<Subject> subjects) {
    Set<String> seen = new HashSet<>();
    return subjects.stream().filter(subject -> seen.add(subject.task().environment())).toList();
  }

  /** -1 if it is none. */
  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void fail(String argument) {
    System.err.println("fuzz: " + argument + " (expected: --outputs N, --seed N, --from N)");
    System.exit(2);
  }
}

package io.plumbline.benchmarks.fuzz;

import io.plumbline.benchmarks.options.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code ./plumbline bench fuzz}: outputs by the million, then whether every grade is linear. */
public final class FuzzCommand {
  private FuzzCommand() {}

  /** Ends with 1 if there is a fault, with 2 if the arguments are wrong. */
  public static void main(String[] args) throws InterruptedException {
    Numbers options =
        Numbers.read("fuzz", args, Map.of("--outputs", 1_000_000L, "--seed", 1L, "--from", 0L));
    long outputs = options.of("--outputs");
    long from = options.of("--from");
    List<Subject> subjects = Subject.all();
    List<String> faults =
        new ArrayList<>(new Fuzzer(options.of("--seed"), subjects).run(from, from + outputs));
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
}

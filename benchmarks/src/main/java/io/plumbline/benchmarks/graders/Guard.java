package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.processes.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds what grading costs, in proportion to the floors and in bytes, to a committed baseline. Each
 * figure is the median of several processes; one that looks worse is measured again for longer, and
 * counts if none of these processes comes within bounds: others on the machine may slow one, or its
 * floor less than the rest, but what has become worse is so in all.
 */
public final class Guard {
  private static final int[] CHARS = {1_000, 10_000};
  private static final int PROCESSES = 3;
  private static final long MILLIS = 500;
  private static final int MORE_PROCESSES = 5;
  private static final long MORE_MILLIS = 1_000;

  private static final String JDK = Integer.toString(Runtime.version().feature());

  private static final String PROCESSOR = Processor.name();

  private record Case(Sample sample, String profile, int chars) {
    String label() {
      return sample.label() + " " + profile + " " + chars;
    }
  }

  private Guard() {}

  /** Arguments: the baseline's file, then {@code --record} to write it. */
  public static void main(String[] args) throws InterruptedException {
    boolean record = args.length == 2 && args[1].equals("--record");
    if (args.length != 1 && !record) {
      System.err.println("guard: unknown arguments (expected: none, or --record)");
      System.exit(2);
    }
    try {
      System.exit(run(Baseline.read(Path.of(args[0]), JDK, PROCESSOR), record));
    } catch (IOException e) {
      System.err.println("guard: " + e.getMessage());
      System.exit(2);
    }
  }

  /** The process's exit status. */
  private static int run(Baseline baseline, boolean record)
      throws IOException, InterruptedException {
    if (record) {
      baseline.write(record());
      return 0;
    }
    if (!baseline.hasJdk()) {
      System.out.println("guard: left out, for the baseline has nothing of JDK " + JDK);
      return 0;
    }
    if (!baseline.hasProcessor()) {
      System.out.println(
          "guard: twice the baseline's most is let pass, for it has nothing of " + PROCESSOR);
    }
    return check(baseline).isEmpty() ? 0 : 1;
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Sample sample : Sample.values()) {
      for (String profile : sample.profiles()) {
        for (int chars : CHARS) {
          cases.add(new Case(sample, profile, chars));
        }
      }
    }
    return cases;
  }

  private static Map<String, Figure> record() throws IOException, InterruptedException {
    Map<String, Figure> figures = new TreeMap<>();
    for (Case each : cases()) {
      Figure figure = Figure.median(measure(each, MORE_PROCESSES, MORE_MILLIS));
      print(each, figure, "");
      figures.put(each.label(), figure);
    }
    return figures;
  }

  private static List<String> check(Baseline baseline) throws IOException, InterruptedException {
    List<Case> suspects = new ArrayList<>();
    for (Case each : cases()) {
      Figure figure = Figure.median(measure(each, PROCESSES, MILLIS));
      boolean suspect = !baseline.complaints(each.label(), figure).isEmpty();
      print(each, figure, suspect ? "  to be measured again" : "");
      if (suspect) {
        suspects.add(each);
      }
    }
    List<String> complaints = new ArrayList<>();
    for (Case each : suspects) {
      Figure figure = Figure.least(measure(each, MORE_PROCESSES, MORE_MILLIS));
      List<String> found = baseline.complaints(each.label(), figure);
      print(each, figure, found.isEmpty() ? "  fine after all" : "  WORSE");
      complaints.addAll(found);
    }
    complaints.forEach(complaint -> System.err.println("guard: " + complaint));
    return complaints;
  }

  private static List<Figure> measure(Case each, int processes, long millis)
      throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      figures.add(measure(each, millis));
    }
    return figures;
  }

  /** In a process of its own, whose compilers have seen nothing else. */
  private static Figure measure(Case each, long millis) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC", // or the machine's size would choose
                "-cp",
                System.getProperty("java.class.path"),
                PairTiming.class.getName(),
                each.sample().name(),
                each.profile(),
                Integer.toString(each.chars()),
                Long.toString(millis))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    if (process.waitFor() != 0) {
      throw new IOException(each.label() + ": its process failed");
    }
    int space = printed.indexOf(' ');
    return new Figure(
        Double.parseDouble(printed.substring(0, space)),
        Double.parseDouble(printed.substring(space + 1)));
  }

  private static void print(Case each, Figure figure, String remark) {
    System.out.printf(
        Locale.ROOT,
        "%-32s ratio %6.3f %8.0f B%s%n",
        each.label(),
        figure.ratio(),
        figure.bytes(),
        remark);
  }
}

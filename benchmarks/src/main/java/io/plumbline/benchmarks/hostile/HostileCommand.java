package io.plumbline.benchmarks.hostile;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** {@code ./plumbline bench hostile}: what strangers may send, by the million. */
public final class HostileCommand {
  private HostileCommand() {}

  /** Ends with 1 if anything is amiss, with 2 if the arguments are wrong. */
  public static void main(String[] args) throws IOException, InterruptedException {
    long count = 1_000_000;
    long seed = 1;
    for (int i = 0; i < args.length; i += 2) {
      long value = i + 1 < args.length ? number(args[i + 1]) : -1;
      if (value < 0) {
        fail(args[i]);
      }
      switch (args[i]) {
        case "--count" -> count = value;
        case "--seed" -> seed = value;
        default -> fail(args[i]);
      }
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(new Hostile(count, seed, out).run() ? 0 : 1);
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
    System.err.println("hostile: " + argument + " (expected: --count N, --seed N)");
    System.exit(2);
  }
}

package io.plumbline.benchmarks.hostile;

import io.plumbline.benchmarks.options.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code ./plumbline bench hostile}: what strangers may send, by the million. */
public final class HostileCommand {
  private HostileCommand() {}

  /** Ends with 1 if anything is amiss, with 2 if the arguments are wrong. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Numbers options = Numbers.read("hostile", args, Map.of("--count", 1_000_000L, "--seed", 1L));
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(new Hostile(options.of("--count"), options.of("--seed"), out).run() ? 0 : 1);
  }
}

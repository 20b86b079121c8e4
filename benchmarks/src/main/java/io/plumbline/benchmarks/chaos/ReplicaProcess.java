package io.plumbline.benchmarks.chaos;

import io.plumbline.benchmarks.bundled.Bundled;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.server.journal.JournalConfig;
import io.plumbline.server.journal.JournalMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What runs in a replica: told port, key and the directory of its journal in one line, it serves
 * until SIGTERM, or the end of its input.
 */
final class ReplicaProcess {
  static final String SERVING = "serving";

  private static final Duration GRACE = Duration.ofSeconds(2);

  private ReplicaProcess() {}

  public static void main(String[] args) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String[] order = String.valueOf(input.readLine()).split(" ", 3);
    JournalConfig journal = JournalConfig.of(Path.of(order[2]), JournalMode.SYNC);
    try {
      EnvironmentServer server =
          EnvironmentServer.start(
              config(order[1]).withJournal(journal), Integer.parseInt(order[0]));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server)));
      System.out.println(SERVING);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    while (input.readLine() != null) {
      // nothing more is ordered
    }
    Runtime.getRuntime().halt(0);
  }

  private static void drain(EnvironmentServer server) {
    try {
      server.drain(GRACE);
    } catch (InterruptedException e) {
      server.close();
    }
    Runtime.getRuntime().halt(0);
  }

  /**
   * What all replicas serve, and the server that is left alone.
   *
   * @param key in hex
   */
  static ServerConfig config(String key) {
    return Bundled.config(new HandleKey(HexFormat.of().parseHex(key)), "chaos");
  }
}

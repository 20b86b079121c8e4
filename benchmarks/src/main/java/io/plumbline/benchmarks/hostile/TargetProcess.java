package io.plumbline.benchmarks.hostile;

import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import io.plumbline.benchmarks.bundled.Bundled;
import io.plumbline.server.Access;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.Exposure;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** What runs in the attacked process. Orders are {@code serve} and {@code memory}. */
final class TargetProcess {
  private TargetProcess() {}

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // nothing else may pass for an answer
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      answers.println(order.equals("serve") ? serve() : memory());
    }
    Runtime.getRuntime().halt(0);
  }

  static ServerConfig config() {
    return Bundled.config(HandleKey.fresh(), "hostile");
  }

  /** The port, and that of the metrics. */
  private static String serve() throws IOException {
    Exposure exposure =
        new Exposure(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Access.local(),
            Optional.empty(),
            OptionalInt.of(0));
    EnvironmentServer server = EnvironmentServer.start(config(), exposure);
    return server.port() + " " + server.metricsPort().orElseThrow();
  }

  /** Bytes of the heap that are in use after a collection, and of the transport's buffers. */
  private static String memory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + " "
        + PlatformDependent.usedDirectMemory();
  }
}

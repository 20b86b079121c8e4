package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline serve} as a process of its own. */
class ServeProcessTest {
  @TempDir Path scratch;

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--enable-") || flag.startsWith("--sun-misc-"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.plumbline.cli.Main");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  /** The address that the one line on stdout names. */
  private static String address(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).startsWith("plumbline: serving on 127.0.0.1:");
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static int terminate(Process process) throws InterruptedException {
    process.destroy(); // SIGTERM
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void drainsOnSigtermAndHandlesOutliveTheProcess() throws Exception {
    String keyFile = scratch.resolve("key").toString();
    StepRequest step;
    ByteString reply;
    Process first = start("serve", "--port", "0", "--handle-key-file", keyFile);
    try (EnvironmentClient client = EnvironmentClient.connect(address(first))) {
      ByteString handle =
          client
              .reset(
                  ResetRequest.newBuilder()
                      .setEnvironment("spreadsheet_clean")
                      .setSplit("train")
                      .setSeed(3)
                      .setProfile("strict")
                      .build())
              .getEpisodes(0)
              .getHandle();
      step =
          StepRequest.newBuilder()
              .setHandle(handle)
              .setAction(ByteString.copyFromUtf8("Quarter,Revenue\nQ1 2021,5\n"))
              .setFinishReason(FinishReason.FINISH_REASON_STOP)
              .build();
      reply = client.step(step).toByteString();
      assertThat(terminate(first)).isZero();
    } finally {
      first.destroyForcibly();
    }
    Process second = start("serve", "--port", "0", "--handle-key-file", keyFile);
    try (EnvironmentClient client = EnvironmentClient.connect(address(second))) {
      assertThat(client.step(step).toByteString()).isEqualTo(reply);
      assertThat(terminate(second)).isZero();
    } finally {
      second.destroyForcibly();
    }
  }

  @Test
  void aPortInUseIsSaidInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = start("serve", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
      assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "plumbline: port: "
                  + taken.getLocalPort()
                  + " is in use (expected: a free one, or 0)\n");
    }
  }
}

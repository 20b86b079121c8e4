package io.plumbline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.benchmarks.processes.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ChildProcessTest {

  /** A process that has a server of its own and says which. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      LoadedServer server = LoadedServer.environments();
      System.out.println(server.process().handle().pid());
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }

  @Test
  void aServerEndsWhenItsParentIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = parent.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle server = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
      assertThat(server.isAlive()).isTrue();

      parent.destroyForcibly();

      assertThat(server.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void itsProcessorTimeGrowsByWhatItComputes() throws IOException, InterruptedException {
    try (ChildProcess child = ChildProcess.start(ServerProcess.class, List.of())) {
      Duration before = child.cpu();
      double nanos = Double.parseDouble(child.ask("grade 300"));

      assertThat(child.cpu().minus(before)).isGreaterThanOrEqualTo(Duration.ofMillis(280));
      assertThat(nanos).isPositive();
      assertThat(child.resident().orElse(1)).isPositive();
    }
  }

  @Test
  void oneThatEndsIsMissedAtTheNextOrder() throws IOException, InterruptedException {
    try (ChildProcess child = ChildProcess.start(ServerProcess.class, List.of())) {
      assertThat(Long.parseLong(child.ask("heap"))).isPositive();
      child.handle().destroyForcibly();

      assertThatThrownBy(() -> child.ask("heap")).hasMessage("the server process has ended");
    }
  }
}

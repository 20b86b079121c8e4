package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline train} as a process that is stopped, killed, or left by its server. */
@Tag("once")
class TrainProcessTest {
  private static final int UPDATES = 14;

  @TempDir static Path shared;
  @TempDir Path scratch;

  /** What a run that nothing happens to ends in. */
  private static byte[] undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    TinyPolicy.model(shared.resolve("model"), 1);
    Path run = shared.resolve("run");
    try (PlumblineProcess process = begin(shared, run)) {
      assertThat(process.end()).isZero();
    }
    undisturbed = adapter(run);
  }

  private static PlumblineProcess begin(Path folder, Path run, String... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "--policy", shared.resolve("model").toString()));
    arguments.addAll(List.of("--out", run.toString(), "--threads", "1"));
    for (String setting : TinyRun.settings(UPDATES)) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of(more));
    return PlumblineProcess.start(folder, List.of(), arguments.toArray(String[]::new));
  }

  private PlumblineProcess resume(Path run) throws IOException {
    return PlumblineProcess.start(scratch, List.of(), "train", "--out", run.toString(), "--resume");
  }

  private static byte[] adapter(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("adapter").resolve("adapter_model.safetensors"));
  }

  private void assertGoesOnToTheSameBytes(Path run) throws Exception {
    try (PlumblineProcess process = resume(run)) {
      assertThat(process.end()).as("%s", process.errors()).isZero();
    }
    assertThat(adapter(run)).isEqualTo(undisturbed);
    try (Stream<String> lines = Files.lines(run.resolve("metrics.jsonl"))) {
      assertThat(lines).hasSize(UPDATES);
    }
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aRunThatIsStoppedSaysSoAndGoesOnToTheSameBytes() throws Exception {
    Path run = scratch.resolve("run");
    try (PlumblineProcess process = begin(scratch, run)) {
      process.awaitLine("update 3/");
      process.terminate();
      assertThat(process.end()).isEqualTo(130);
      assertThat(process.errors())
          .matches("plumbline: stopped after update \\d+; --resume goes on\n");
    }
    assertThat(run.resolve("adapter")).doesNotExist();
    try (Stream<Path> files = Files.list(scratch)) {
      assertThat(files).noneMatch(file -> file.toString().contains("hs_err"));
    }
    assertGoesOnToTheSameBytes(run);
  }

  @Test
  void aRunThatIsKilledGoesOnToTheSameBytes() throws Exception {
    Path run = scratch.resolve("run");
    try (PlumblineProcess process = begin(scratch, run)) {
      process.awaitLine("update 3/");
      process.kill();
    }
    assertGoesOnToTheSameBytes(run);
  }

  @Test
  void aFullDiskLeavesTheLastStateToGoOnFrom() throws Exception {
    Path run = scratch.resolve("run");
    try (PlumblineProcess process = begin(scratch, run)) {
      process.awaitLine("update 2/");
      process.terminate();
      process.end();
    }
    Path state = run.resolve("state.safetensors");
    byte[] last = Files.readAllBytes(state);
    try (PlumblineProcess process =
        PlumblineProcess.startOnAFullDisk(
            scratch, last.length / 1024 - 1, "train", "--out", run.toString(), "--resume")) {
      assertThat(process.end()).isEqualTo(2);
      assertThat(process.errors())
          .contains("plumbline: state.safetensors: cannot be written: ")
          .doesNotContain("\tat ");
    }
    assertThat(state).hasBinaryContent(last);
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".draft"));
    }
    assertGoesOnToTheSameBytes(run);
  }

  @Test
  void aServerThatGoesAwayIsWaitedForAndCostsNoSample() throws Exception {
    String port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = Integer.toString(free.getLocalPort());
    }
    Path run = scratch.resolve("run");
    try (PlumblineProcess first = serve(port);
        PlumblineProcess process = begin(scratch, run, "--server", "127.0.0.1:" + port)) {
      process.awaitLine("update 3/");
      first.kill();
      try (PlumblineProcess second = serve(port)) { // which knows no handle of the first
        assertThat(process.end()).isZero();
        second.terminate();
        second.end();
      }
      assertThat(process.errors())
          .contains("plumbline: server at 127.0.0.1:" + port + " unavailable for ")
          .contains("answers again");
    }
    assertThat(adapter(run)).isEqualTo(undisturbed);
  }

  private PlumblineProcess serve(String port) throws IOException {
    PlumblineProcess server = PlumblineProcess.start(scratch, List.of(), "serve", "--port", port);
    server.awaitLine("plumbline: serving on ");
    return server;
  }

  @Test
  void aPlatformWithoutNativeLibrariesIsToldWhatIsExpected() throws Exception {
    try (PlumblineProcess process =
        PlumblineProcess.start(
            scratch,
            List.of("-Dos.arch=riscv64", "-DDJL_CACHE_DIR=" + scratch.resolve("cache")),
            "eval",
            "--policy",
            shared.resolve("model").toString(),
            "--tasks=heldout",
            "--max-tokens=9")) {
      assertThat(process.end()).isEqualTo(3);
      assertThat(process.errors())
          .startsWith("plumbline: PyTorch's native library cannot be loaded on Linux riscv64: ")
          .contains("(expected: Linux on x86_64 ")
          .hasLineCount(1);
    }
  }
}

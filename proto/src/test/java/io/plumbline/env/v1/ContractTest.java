package io.plumbline.env.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lints the contract with buf and compares it with the newest release under {@code releases/}. */
class ContractTest {
  private static final Path PROTO = Path.of(System.getProperty("plumbline.proto"));
  private static final Path RELEASE = PROTO.resolve("releases/0.1.0.binpb");

  @TempDir Path scratch;

  @Test
  void followsTheStyleGuideAndCommentsEverything() throws Exception {
    assertThat(buf(PROTO, "lint")).isEmpty();
  }

  @Test
  void breaksNothingThatWasReleased() throws Exception {
    assertThat(buf(PROTO, "breaking", "--against", RELEASE.toString())).isEmpty();
  }

  @Test
  void aRenumberedFieldIsFound() throws Exception {
    Path copy = scratch.resolve("plumbline/env/v1");
    Files.createDirectories(copy);
    Files.copy(PROTO.resolve("buf.yaml"), scratch.resolve("buf.yaml"));
    try (var files = Files.list(PROTO.resolve("plumbline/env/v1"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        Files.writeString(
            copy.resolve(file.getFileName()),
            text.replace("bool terminated = 5;", "bool terminated = 15;"));
      }
    }
    assertThat(buf(scratch, "breaking", "--against", RELEASE.toString())).contains("terminated");
  }

  /** What buf complains about; empty if it exits 0. */
  private String buf(Path module, String... arguments) throws IOException, InterruptedException {
    Path executable = Path.of(System.getProperty("plumbline.buf"));
    assertThat(executable.toFile().setExecutable(true)).isTrue();
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(List.of(arguments));
    Path output = scratch.resolve("buf.out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(module.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("BUF_CACHE_DIR", scratch.resolve("cache").toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    return process.exitValue() == 0 ? "" : "exit " + process.exitValue() + "\n" + said;
  }
}

package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code plumbline} as a process of its own. */
final class PlumblineProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private PlumblineProcess(Process process) {
    this.process = process;
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * @param folder its working directory
   */
  static PlumblineProcess start(Path folder, List<String> flags, String... arguments)
      throws IOException {
    return start(folder, command(flags, arguments));
  }

  /**
   * Starts it where no file can become larger than {@code kibibytes}: to a writer, a disk that is
   * full.
   */
  static PlumblineProcess startOnAFullDisk(Path folder, long kibibytes, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash"));
    command.addAll(command(List.of("-XX:-UsePerfData"), arguments));
    return start(folder, command);
  }

  private static PlumblineProcess start(Path folder, List<String> command) throws IOException {
    return new PlumblineProcess(new ProcessBuilder(command).directory(folder.toFile()).start());
  }

  private static List<String> command(List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--enable-") || flag.startsWith("--sun-misc-"))
        .forEach(command::add);
    command.add("-XX:TieredStopAtLevel=1"); // these end before a second compilation pays
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.plumbline.cli.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  /** Reads its output until a line that starts so, and returns that one. */
  String awaitLine(String start) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError(
        "no line \"" + start + "\" in:\n" + seen + "and on stderr:\n" + errors());
  }

  /** SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // the process' own would close what it still says
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Its exit code, once it ended by itself or by what was sent. */
  int end() throws IOException, InterruptedException {
    while (out.readLine() != null) {
      // or it would wait for a reader
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** What it said on stderr; waits for its end. */
  String errors() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

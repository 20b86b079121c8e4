package io.plumbline.server.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class of the tests, run by a JVM of its own. */
final class ChildProcess implements AutoCloseable {
  private static final String MARK = "> ";

  private final Process process;
  private final BufferedReader out;

  /**
   * @param before what starts the JVM, such as another shell; empty for nothing
   */
  ChildProcess(List<String> before, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** In the child: a line for {@link #hear}, apart from what is logged. */
  static void say(Object what) {
    System.out.print(MARK + what + "\n");
    System.out.flush();
  }

  /** What the child says next; null at its end. */
  @Nullable String hear() throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith(MARK)) {
      line = out.readLine();
    }
    return line == null ? null : line.substring(MARK.length());
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // the process' own would close what it still says
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

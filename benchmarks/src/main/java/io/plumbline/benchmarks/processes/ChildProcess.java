package io.plumbline.benchmarks.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of this one's kind and class path, which takes orders and answers each with a line. It ends
 * at the end of its standard input, so whenever this process does, however that comes about.
 */
public final class ChildProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;
  private static final String ENDED = "";

  private final Process process;
  private final Writer orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private ChildProcess(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "plumbline-child");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param options for the JVM, {@code -Xmx256m}
   */
  public static ChildProcess start(Class<?> main, List<String> options) throws IOException {
    return start(main, options, ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * Starts one whose standard error goes elsewhere.
   *
   * @param options for the JVM, {@code -Xmx256m}
   */
  public static ChildProcess start(
      Class<?> main, List<String> options, ProcessBuilder.Redirect errors) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--enable-native") || flag.startsWith("--sun-misc-"))
        .forEach(command::add);
    command.add("-XX:+ExitOnOutOfMemoryError"); // rather than limp on
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    return new ChildProcess(new ProcessBuilder(command).redirectError(errors).start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      // it was ended while it spoke
    }
    answers.add(ENDED);
  }

  /**
   * Has it do something.
   *
   * @throws IllegalStateException if it ends, or says nothing for {@value #PATIENCE_SECONDS} s
   */
  public String ask(String order) throws InterruptedException {
    try {
      orders.write(order + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new IllegalStateException("the server process has ended", e);
    }
    String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null || answer.equals(ENDED)) {
      throw new IllegalStateException(
          answer == null ? "the server process does not answer" : "the server process has ended");
    }
    return answer;
  }

  /** Processor time that it used so far, of all its threads; counts in hundredths of a second. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Bytes of its memory that are resident; empty where the system does not tell. */
  public OptionalLong resident() {
    return status("VmRSS:");
  }

  /** The most that was ever resident. */
  public OptionalLong mostResident() {
    return status("VmHWM:");
  }

  private OptionalLong status(String field) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", ""))) // "VmRSS: 12 kB"
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    try {
      orders.close();
      if (process.waitFor(2, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // it has ended already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}

package io.plumbline.benchmarks.chaos;

import io.plumbline.benchmarks.processes.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server on a port of its own, in a process that can be hurt and replaced. */
final class Replica implements AutoCloseable {
  private static final int STARTS = 20;

  private final int port;
  private final String key;
  private final Path journal;
  private final Acknowledged acknowledged = new Acknowledged();
  private ChildProcess process;

  /**
   * Starts it.
   *
   * @param key that signs handles, in hex
   * @param journal the directory of its journal
   */
  Replica(int port, String key, Path journal) throws IOException, InterruptedException {
    this.port = port;
    this.key = key;
    this.journal = journal;
    this.process = started();
  }

  private ChildProcess started() throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      ChildProcess child = ChildProcess.start(ReplicaProcess.class, List.of("-Xmx256m"));
      String answer = child.ask(port + " " + key + " " + journal);
      if (answer.equals(ReplicaProcess.SERVING)) {
        return child;
      }
      child.close();
      if (i == STARTS) {
        throw new IOException("port " + port + ": " + answer);
      }
      TimeUnit.MILLISECONDS.sleep(100); // the one before may still hold the port
    }
  }

  int port() {
    return port;
  }

  Path journal() {
    return journal;
  }

  /** What players had from it. */
  Acknowledged acknowledged() {
    return acknowledged;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.handle().destroyForcibly();
    await(5);
  }

  /** SIGTERM: it finishes what it has begun. */
  void drain() throws InterruptedException {
    process.handle().destroy();
    if (!await(5)) {
      kill();
    }
  }

  private boolean await(int seconds) throws InterruptedException {
    CompletableFuture<ProcessHandle> end = process.handle().onExit();
    try {
      end.get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In place of one that ended. */
  void restart() throws IOException, InterruptedException {
    process.close();
    process = started();
  }

  /** SIGSTOP, and after a while SIGCONT. */
  void pause(long millis) throws IOException, InterruptedException {
    signal("-STOP");
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } finally {
      signal("-CONT");
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", name, Long.toString(process.handle().pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.handle().destroyForcibly();
    process.close();
  }
}

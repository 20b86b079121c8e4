package io.plumbline.benchmarks.processes;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Keeps processes apart, so that neither takes the other's time. */
public final class Cores {
  private Cores() {}

  /**
   * Has all threads that a process has, and what these start, run on some cores alone.
   *
   * @param cores as taskset takes them: {@code 0}, {@code 1-3}
   * @return whether it could be done: it takes Linux' {@code taskset}
   */
  public static boolean keep(ProcessHandle process, String cores) throws InterruptedException {
    try {
      Process taskset =
          new ProcessBuilder("taskset", "-acp", cores, Long.toString(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return taskset.waitFor(10, TimeUnit.SECONDS) && taskset.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

package io.plumbline.trainer.service;

import io.plumbline.policy.v1.Run;
import io.plumbline.policy.v1.RunState;
import io.plumbline.trainer.runs.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** A run as the service knows it: where it stands and who wants to hear of it. Thread-safe. */
final class ServedRun {
  private static final int LINES = 64;

  /** What there is to tell of a run at one moment. */
  record News(Run run, String progress) {
    boolean isLast() {
      return hasEnded(run.getState());
    }
  }

  private final RunFolder folder;
  private final MetricsTail counted;
  private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
  private final Run.Builder run; // guarded by this, as what follows
  private String progress = "";
  private boolean stopping;

  /**
   * @param run without its updates, which are counted here
   * @throws IOException if its metrics cannot be read
   */
  ServedRun(Path folder, Run run) throws IOException {
    this.folder = new RunFolder(folder);
    this.run = run.toBuilder();
    counted = tail(0);
    count();
  }

  private static boolean hasEnded(RunState state) {
    return state != RunState.RUN_STATE_QUEUED && state != RunState.RUN_STATE_RUNNING;
  }

  String name() {
    return run.getName(); // never changes
  }

  Path folder() {
    return folder.path();
  }

  /** Its metrics, from behind an update on. */
  MetricsTail tail(int after) {
    return new MetricsTail(folder.metrics(), after);
  }

  synchronized News news() {
    return new News(run.build(), progress);
  }

  Run snapshot() {
    return news().run();
  }

  /** Has {@code listener} told of each change, on the thread that makes it. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /** Whether it has ended before its last update. */
  boolean canGoOn() {
    RunState state = snapshot().getState();
    return state == RunState.RUN_STATE_STOPPED || state == RunState.RUN_STATE_FAILED;
  }

  /** Into the queue; of a run that can go on, by the one thread that does so. */
  void queue() {
    synchronized (this) {
      run.setState(RunState.RUN_STATE_QUEUED).clearFailure();
      stopping = false;
      progress = "";
    }
    tell();
  }

  /** Out of the queue to be computed, if it still is there. */
  boolean begin() {
    synchronized (this) {
      if (run.getState() != RunState.RUN_STATE_QUEUED) {
        return false;
      }
      run.setState(RunState.RUN_STATE_RUNNING);
    }
    tell();
    return true;
  }

  /** One that waits has stopped by this; one that computes will soon. */
  void stop() {
    synchronized (this) {
      stopping = true;
      if (run.getState() != RunState.RUN_STATE_QUEUED) {
        return;
      }
      run.setState(RunState.RUN_STATE_STOPPED);
    }
    tell();
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  /** A line of the run's progress; a line of its metrics may have come before. */
  void say(String line) {
    try {
      count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (this) {
      progress = line;
    }
    tell();
  }

  /** Computes no more. */
  void end(RunState state, String failure) {
    synchronized (this) {
      run.setState(state).setFailure(failure);
    }
    tell();
  }

  private void count() throws IOException {
    List<?> read;
    do {
      read = counted.next(LINES);
    } while (!read.isEmpty());
    synchronized (this) {
      run.setUpdates(counted.last());
    }
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }
}

package io.plumbline.server;

import io.grpc.Context;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.netty.shaded.io.netty.util.internal.ThreadExecutorMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The calls that event loops answer themselves. Each is put behind those that were read before it,
 * and a loop takes turns: it reads what has come, then answers for a while. Answered as they are
 * read, calls would wait unread in sockets, where nobody can count them or turn one away in time.
 */
final class Admission {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  /** How long a loop answers before it looks for what has come. */
  private static final long SLICE_NANOS = 1_000_000;

  /** So many may wait however long it takes: no fewer than one connection may have open. */
  static final int LEAST = 256;

  /** Beyond them, a call that would wait longer than this is refused. */
  private static final long PATIENCE_NANOS = 10_000_000;

  /** What a call takes until one is measured, and how much of the mean each slice is. */
  private static final double FIRST_NANOS = 30_000;

  private static final double NEW = 1.0 / 8;

  private final Refusal full =
      Refusal.overloaded("event loop", "calls wait longer than 10 ms", RETRY_AFTER);
  private final ThreadLocal<Loop> loops = ThreadLocal.withInitial(Loop::new);

  /**
   * Runs {@code work} in the caller's gRPC context: soon and on this thread's event loop, or at
   * once where it has none, as in process.
   *
   * @throws Refusal {@code RESOURCE_EXHAUSTED} at once when too many wait
   */
  void execute(Runnable work) {
    EventExecutor executor = ThreadExecutorMap.currentExecutor();
    if (executor == null) {
      work.run();
      return;
    }
    Loop loop = loops.get();
    if (loop.isFull()) {
      throw full;
    }
    loop.waiting.add(Context.current().wrap(work));
    if (!loop.due) {
      loop.due = true;
      executor.execute(() -> loop.answer(executor)); // once what is being read is read
    }
  }

  /** Touched by its own thread alone. */
  private static final class Loop {
    final Queue<Runnable> waiting = new ArrayDeque<>();
    boolean due;
    private double meanNanos = FIRST_NANOS;

    boolean isFull() {
      return waiting.size() >= LEAST && waiting.size() * meanNanos > PATIENCE_NANOS;
    }

    void answer(EventExecutor executor) {
      long start = System.nanoTime();
      int answered = 0;
      try {
        do {
          answered++;
          waiting.remove().run();
        } while (!waiting.isEmpty() && System.nanoTime() - start < SLICE_NANOS);
      } finally {
        meanNanos += ((double) (System.nanoTime() - start) / answered - meanNanos) * NEW;
        due = !waiting.isEmpty();
        if (due) {
          // Not executed: a loop does all such tasks before it reads again.
          var unused = executor.schedule(() -> answer(executor), 1, TimeUnit.NANOSECONDS);
        }
      }
    }
  }
}

package io.plumbline.server;

import io.grpc.Context;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.netty.shaded.io.netty.util.internal.ThreadExecutorMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls that event loops answer themselves. Each is put behind those that were read before it,
 * and a loop takes turns: it reads what has come, then answers for a while. Answered as they are
 * read, calls would wait unread in sockets, where nobody can count them or turn one away in time.
 */
final class Admission {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  /**
   * How long a loop answers before it looks for what has come; or as long as it did that, if
   * longer.
   */
  private static final long SLICE_NANOS = 1_000_000;

  /** So many may wait, on all loops, however long it takes: as many as a connection may open. */
  static final int LEAST = 128;

  /** Beyond them, a call that would wait longer than this is refused. */
  private static final long PATIENCE_NANOS = 10_000_000;

  /** What a call takes until one is measured, and how much of the mean each slice is. */
  private static final double FIRST_NANOS = 30_000;

  private static final double NEW = 1.0 / 8;

  private final Refusal full =
      Refusal.overloaded("event loop", "calls wait longer than 10 ms", RETRY_AFTER);
  private final AtomicInteger waiting = new AtomicInteger();
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
    if (waiting.get() >= LEAST && loop.isSlow()) {
      throw full;
    }
    loop.calls.add(Context.current().wrap(work));
    waiting.incrementAndGet();
    if (!loop.due) {
      loop.due = true;
      loop.reading = System.nanoTime();
      executor.execute(() -> loop.answer(executor)); // once what is being read is read
    }
  }

  /** Touched by its own thread alone. */
  private final class Loop {
    final Queue<Runnable> calls = new ArrayDeque<>();
    boolean due;
    long reading; // since when
    private double meanNanos = FIRST_NANOS;

    boolean isSlow() {
      return calls.size() * meanNanos > PATIENCE_NANOS;
    }

    void answer(EventExecutor executor) {
      long start = System.nanoTime();
      long slice = Math.max(start - reading, SLICE_NANOS);
      int answered = 0;
      try {
        do {
          answered++;
          calls.remove().run();
        } while (!calls.isEmpty() && System.nanoTime() - start < slice);
      } finally {
        reading = System.nanoTime();
        meanNanos += ((double) (reading - start) / answered - meanNanos) * NEW;
        waiting.addAndGet(-answered);
        due = !calls.isEmpty();
        if (due) {
          // Not executed: a loop does all such tasks before it reads again.
          var unused = executor.schedule(() -> answer(executor), 1, TimeUnit.NANOSECONDS);
        }
      }
    }
  }
}

package io.plumbline.server.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Graded steps that wait to be recorded, bounded in number and in bytes. */
final class StepQueue {
  static final int MAX_STEPS = 8192;
  private static final long MAX_BYTES = 32 << 20;

  /** What {@link GradedStep#bytes} does not know of. */
  private static final int OVERHEAD_BYTES = 256;

  private final ArrayBlockingQueue<Entry> entries = new ArrayBlockingQueue<>(MAX_STEPS);
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A step that waits.
   *
   * @param recorded what waits for it; null in mode async
   */
  record Entry(
      long sequence, GradedStep step, @Nullable CompletableFuture<@Nullable Void> recorded) {
    private long bytes() {
      return (long) step.bytes() + OVERHEAD_BYTES;
    }

    void done() {
      if (recorded != null) {
        recorded.complete(null);
      }
    }

    void failed(NotRecordedException why) {
      if (recorded != null) {
        recorded.completeExceptionally(why);
      }
    }
  }

  /** Whether there was room. */
  boolean offer(Entry entry) {
    if (bytes.addAndGet(entry.bytes()) <= MAX_BYTES && entries.offer(entry)) {
      return true;
    }
    bytes.addAndGet(-entry.bytes());
    return false;
  }

  /** Takes it back; false if somebody has taken it. */
  boolean remove(Entry entry) {
    boolean removed = entries.remove(entry);
    if (removed) {
      bytes.addAndGet(-entry.bytes());
    }
    return removed;
  }

  /** The next one, waited for no longer than {@code most}. */
  @Nullable Entry poll(Duration most) {
    try {
      Entry entry = entries.poll(most.toNanos(), TimeUnit.NANOSECONDS);
      if (entry != null) {
        bytes.addAndGet(-entry.bytes());
      }
      return entry;
    } catch (InterruptedException e) {
      return null; // nobody has reason to: its caller comes again
    }
  }

  /** Takes at most {@code most} that are there. */
  void drainTo(List<Entry> taken, int most) {
    int from = taken.size();
    entries.drainTo(taken, most);
    for (Entry entry : taken.subList(from, taken.size())) {
      bytes.addAndGet(-entry.bytes());
    }
  }

  int size() {
    return entries.size();
  }
}

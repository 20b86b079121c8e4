package io.plumbline.trainer.sampling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Prompts that wait for a lane. They are handed out by the lanes' clocks, which count what a lane
 * has computed: the lane that has computed least comes next, however long that took it. So lanes
 * get the same prompts each time, and with them compute the same bytes.
 */
final class Waiting {
  private static final long GONE = Long.MAX_VALUE;

  private final Deque<Prompt> prompts;
  private final long[] clocks;

  /**
   * @param prompts the first is handed out first; of as many answers each
   * @param lanes that take from them; each has to {@link #leave} in the end
   */
  Waiting(List<Prompt> prompts, int lanes) {
    this.prompts = new ArrayDeque<>(prompts);
    clocks = new long[lanes];
  }

  /** Tells the other lanes how far one has come. */
  synchronized void advance(int lane, long clock) {
    clocks[lane] = clock;
    notifyAll();
  }

  /** Tells the other lanes that one takes nothing any more. */
  synchronized void leave(int lane) {
    advance(lane, GONE);
  }

  /**
   * The next prompt, once no other lane can be due before; empty if none waits or it has more
   * answers than there is room for.
   *
   * @param clock of the lane, no less than it was
   * @param room answers that the lane can take up
   */
  synchronized Optional<Prompt> take(int lane, long clock, int room) {
    advance(lane, clock);
    try {
      while (fits(room) && !isDue(lane)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    return fits(room) ? Optional.of(prompts.remove()) : Optional.empty();
  }

  /** The same whoever has come first: all prompts of a queue have as many answers. */
  private boolean fits(int room) {
    return !prompts.isEmpty() && prompts.element().answers().size() <= room;
  }

  private boolean isDue(int lane) {
    for (int other = 0; other < clocks.length; other++) {
      if (clocks[other] < clocks[lane] || (clocks[other] == clocks[lane] && other < lane)) {
        return false;
      }
    }
    return true;
  }
}

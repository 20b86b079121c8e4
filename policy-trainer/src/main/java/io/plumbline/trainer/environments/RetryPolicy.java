package io.plumbline.trainer.environments;

import java.time.Duration;

/**
 * How a server is waited for that does not answer. Waits double from the first to the longest.
 *
 * @param firstWait before the first new try, 1 ms to 1 minute
 * @param longestWait between any two tries, {@code firstWait} to 1 minute
 * @param giveUpAfter from the first failure to the last try, 1 s to 1 day. A call that hangs may
 *     add its own deadline to it.
 */
public record RetryPolicy(Duration firstWait, Duration longestWait, Duration giveUpAfter) {

  private static final Duration LONGEST = Duration.ofMinutes(1); // before DEFAULT, which needs it

  /** A quarter of a second, five seconds, two minutes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofMinutes(2));

  public RetryPolicy {
    within("first_wait", firstWait, Duration.ofMillis(1), LONGEST);
    within("longest_wait", longestWait, firstWait, LONGEST);
    within("give_up_after", giveUpAfter, Duration.ofSeconds(1), Duration.ofDays(1));
  }

  private static void within(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          field + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}

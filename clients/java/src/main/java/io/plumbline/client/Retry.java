package io.plumbline.client;

import java.time.Duration;

/**
 * How long a request is tried that fails without fault of its own. Steps are pure: what a later try
 * gets is what the first would have got.
 *
 * <p>Waits vary by half at random, so that many clients do not come back at once. A server that
 * says when to try again is not asked before.
 *
 * @param patience from a request's first try until its last begins, at most a day; none tries once
 * @param first the wait after the first failure, at most a day; it doubles with each
 * @param longest the longest of these waits, {@code first} to a day
 */
public record Retry(Duration patience, Duration first, Duration longest) {
  private static final Duration DAY = Duration.ofDays(1); // before DEFAULT, which needs it

  /** A minute; from a tenth of a second to five. */
  public static final Retry DEFAULT =
      new Retry(Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofSeconds(5));

  /** For callers who try again themselves. */
  public static final Retry NONE = new Retry(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public Retry {
    within("patience", patience, Duration.ZERO);
    within("first", first, Duration.ZERO);
    within("longest", longest, first);
  }

  private static void within(String field, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(DAY) > 0) {
      throw new IllegalArgumentException(
          field + ": " + value + " (expected: " + least + " to " + DAY + ")");
    }
  }
}

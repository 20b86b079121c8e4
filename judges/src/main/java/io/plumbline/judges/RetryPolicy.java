package io.plumbline.judges;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How long to wait before attempt {@code k} (from 1): {@code random · min(30 s, 0.5 s · 2^(k-1))},
 * exponential backoff with full jitter, on top of what the endpoint asked for.
 */
final class RetryPolicy {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private RetryPolicy() {}

  /** Whether a status may be gone the next time: too many requests, overloaded, broken. */
  static boolean mayPass(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  /** {@code random} is uniform in [0, 1). */
  static Duration backoff(int attempt, double random) {
    long doubled = FIRST.toMillis() << Math.min(attempt - 1, 20);
    return Duration.ofMillis((long) (random * Math.min(doubled, LONGEST.toMillis())));
  }

  /** What {@code Retry-After} asks for, in seconds or as a date; zero if it says nothing. */
  static Duration retryAfter(HttpHeaders headers, Instant now) {
    Optional<String> value = headers.firstValue("retry-after").map(String::strip);
    if (value.isEmpty()) {
      return Duration.ZERO;
    }
    try {
      long seconds = Long.parseLong(value.get());
      return Duration.ofSeconds(Math.max(0, Math.min(seconds, Integer.MAX_VALUE)));
    } catch (NumberFormatException e) {
      return untilDate(value.get(), now);
    }
  }

  private static Duration untilDate(String date, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, then);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO; // not in any form that HTTP knows
    }
  }
}

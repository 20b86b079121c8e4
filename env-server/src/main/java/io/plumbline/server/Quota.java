package io.plumbline.server;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one principal may take of a server, over all of its tokens and connections.
 *
 * @param callsInFlight calls that may be open at a time, a Rollout for as long as it lasts; 0 for
 *     no limit
 * @param requestsPerSecond requests that it may send in a second, each item of a batch and each
 *     message of a Rollout counting as one; 0 for no limit
 * @param bytesPerSecond bytes of requests that it may send in a second; 0 for no limit
 */
public record Quota(int callsInFlight, long requestsPerSecond, long bytesPerSecond) {
  /** No limit. */
  public static final Quota UNLIMITED = new Quota(0, 0, 0);

  private static final long MOST = 1_000_000_000;

  public Quota {
    requireWithin("calls_in_flight", callsInFlight);
    requireWithin("requests_per_second", requestsPerSecond);
    requireWithin("bytes_per_second", bytesPerSecond);
  }

  /** As an access file says it; {@code unlimited} without limits. */
  @Override
  public String toString() {
    return equals(UNLIMITED) ? "unlimited" : words();
  }

  private String words() {
    return Stream.of(
            word("calls_in_flight", callsInFlight),
            word("requests_per_second", requestsPerSecond),
            word("bytes_per_second", bytesPerSecond))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String word(String field, long value) {
    return value == 0 ? "" : field + "=" + value;
  }

  private static void requireWithin(String field, long value) {
    if (value < 0 || value > MOST) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: 0 to " + MOST + ")");
    }
  }
}

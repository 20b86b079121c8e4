package io.plumbline.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Holds one principal to its quota. */
final class Meter {
  /** How long a call takes that somebody else's end makes room for, or more. */
  private static final Duration CALL = Duration.ofMillis(100);

  private final Quota quota;
  private final String name;
  private final AtomicInteger calls = new AtomicInteger();
  private final Allowance requests;
  private final Allowance bytes;

  /**
   * @param name the principal's, for its refusals
   */
  Meter(String name, Quota quota, LongSupplier nanoClock) {
    this.name = name;
    this.quota = quota;
    this.requests = new Allowance(quota.requestsPerSecond(), nanoClock);
    this.bytes = new Allowance(quota.bytesPerSecond(), nanoClock);
  }

  Quota quota() {
    return quota;
  }

  boolean countsCalls() {
    return quota.callsInFlight() > 0;
  }

  boolean countsRequests() {
    return quota.requestsPerSecond() > 0 || quota.bytesPerSecond() > 0;
  }

  /**
   * A call begins; {@link #leave} follows.
   *
   * @throws Refusal {@code RESOURCE_EXHAUSTED} if as many as may be are open
   */
  void enter() {
    if (calls.incrementAndGet() > quota.callsInFlight()) {
      calls.decrementAndGet();
      throw refusal("calls_in_flight", quota.callsInFlight(), CALL);
    }
  }

  /** A call that entered has ended. */
  void leave() {
    calls.decrementAndGet();
  }

  /**
   * Requests have come. A batch may be more than a second allows: what follows it waits longer.
   *
   * @throws Refusal {@code RESOURCE_EXHAUSTED}, and when to try again, if too many came before
   */
  void take(int count, int size) {
    long wait = requests.nanosToWait();
    if (wait > 0) {
      throw refusal("requests_per_second", quota.requestsPerSecond(), Duration.ofNanos(wait));
    }
    wait = bytes.nanosToWait();
    if (wait > 0) {
      throw refusal("bytes_per_second", quota.bytesPerSecond(), Duration.ofNanos(wait));
    }
    requests.take(count);
    bytes.take(size);
  }

  /** Requests that were taken are not carried out after all, for want of room. */
  void giveBack(int count, int size) {
    requests.giveBack(count);
    bytes.giveBack(size);
  }

  private Refusal refusal(String limit, long value, Duration wait) {
    return Refusal.overQuota(limit, name, value, wait);
  }
}

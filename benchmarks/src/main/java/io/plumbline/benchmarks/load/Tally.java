package io.plumbline.benchmarks.load;

import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of requests, with nanoseconds to their ends. Thread-safe. */
final class Tally {
  /** Longer ones count as this. */
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Histogram answered = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private final Histogram refused = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private final Map<Status.Code, LongAdder> failed = new ConcurrentHashMap<>();

  void count(Status.Code code, long nanos) {
    switch (code) {
      case OK -> answered.recordValue(Math.min(nanos, LONGEST_NANOS));
      case RESOURCE_EXHAUSTED -> refused.recordValue(Math.min(nanos, LONGEST_NANOS));
      default -> failed.computeIfAbsent(code, missing -> new LongAdder()).increment();
    }
  }

  Histogram answered() {
    return answered;
  }

  /** With RESOURCE_EXHAUSTED. */
  Histogram refused() {
    return refused;
  }

  /** With any other status: how many of each. */
  Map<Status.Code, Long> failed() {
    Map<Status.Code, Long> counts = new TreeMap<>();
    failed.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }
}

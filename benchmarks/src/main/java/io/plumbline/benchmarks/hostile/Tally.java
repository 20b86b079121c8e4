package io.plumbline.benchmarks.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was sent, what became of it, and what was amiss. Thread-safe. */
final class Tally {
  private static final int FAULTS_SHOWN = 20;

  private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private long sent;
  private long faultCount;

  /**
   * Counts.
   *
   * @param kind of what was sent
   * @param outcome the status, or how the connection ended
   */
  synchronized void add(String kind, String outcome, long count) {
    outcomes.computeIfAbsent(kind, none -> new TreeMap<>()).merge(outcome, count, Long::sum);
    sent += count;
  }

  /** Something that a server must not do. */
  synchronized void fault(String what) {
    faultCount++;
    if (faults.size() < FAULTS_SHOWN && !faults.contains(what)) {
      faults.add(what);
    }
  }

  synchronized long sent() {
    return sent;
  }

  synchronized long faultCount() {
    return faultCount;
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** A line for each kind. */
  synchronized String table() {
    StringBuilder table = new StringBuilder();
    outcomes.forEach(
        (kind, counts) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "%-36s %,10d   %s%n",
                    kind,
                    counts.values().stream().mapToLong(Long::longValue).sum(),
                    counts.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ")))));
    return table.toString();
  }
}

package io.plumbline.trainer.alarms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Figures of all updates so far, by names such as {@code audit/composite}. */
final class History {
  /** Updates that a trend takes into account at each of its ends, at the least and at the most. */
  private static final int LEAST = 5;

  private static final int MOST = 10;

  private final List<Map<String, Double>> updates = new ArrayList<>();

  void add(Map<String, Double> figures) {
    updates.add(figures);
  }

  int updates() {
    return updates.size();
  }

  /** A figure of the last update. */
  OptionalDouble last(String name) {
    return of(updates.size() - 1, name);
  }

  /** A figure in the last {@code count} updates, if all of them have it. */
  List<Double> last(String name, int count) {
    List<Double> values = new ArrayList<>();
    for (int i = Math.max(0, updates.size() - count); i < updates.size(); i++) {
      of(i, name).ifPresent(values::add);
    }
    return values.size() == count ? values : List.of();
  }

  /** Names under a prefix that any update has. */
  Set<String> names(String prefix) {
    Set<String> names = new LinkedHashSet<>();
    updates.forEach(
        figures -> figures.keySet().stream().filter(n -> n.startsWith(prefix)).forEach(names::add));
    return names;
  }

  /**
   * From the mean of the first updates to that of the last, as many.
   *
   * @param missing what an update without the figure counts as; NaN leaves it out
   * @return NaN while there are too few
   */
  double rise(String name, double missing) {
    int window = Math.min(MOST, updates.size() / 2);
    return window < LEAST
        ? Double.NaN
        : mean(name, updates.size() - window, updates.size(), missing)
            - mean(name, 0, window, missing);
  }

  private double mean(String name, int from, int to, double missing) {
    double sum = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      double value = of(i, name).orElse(missing);
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }

  private OptionalDouble of(int update, String name) {
    Double value = update < 0 ? null : updates.get(update).get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}

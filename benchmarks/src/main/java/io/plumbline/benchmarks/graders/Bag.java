package io.plumbline.benchmarks.graders;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntBinaryOperator;

/** What there is, and how often. */
final class Bag<T> {
  private final Map<T, Integer> counts = new HashMap<>();
  private int size;

  /** Adds one; how many of it there are now. */
  int add(T one) {
    size++;
    return counts.merge(one, 1, Integer::sum);
  }

  int count(T one) {
    return counts.getOrDefault(one, 0);
  }

  boolean has(T one) {
    return counts.containsKey(one);
  }

  /** How many there are, each as often as it comes. */
  int size() {
    return size;
  }

  /** How many it has of what {@code other} has, each at most as often as there. */
  int common(Bag<T> other) {
    int common = 0;
    for (Map.Entry<T, Integer> each : counts.entrySet()) {
      common += Math.min(each.getValue(), other.count(each.getKey()));
    }
    return common;
  }

  /** What both have. */
  Bag<T> and(Bag<T> other) {
    Bag<T> both = new Bag<>();
    counts.keySet().forEach(one -> both.put(one, other, this, Math::min));
    return both;
  }

  /** What either has. */
  Bag<T> or(Bag<T> other) {
    Bag<T> either = new Bag<>();
    counts.keySet().forEach(one -> either.put(one, other, this, Math::max));
    other.counts.keySet().stream()
        .filter(one -> !has(one))
        .forEach(one -> either.put(one, other, this, Math::max));
    return either;
  }

  private void put(T one, Bag<T> first, Bag<T> second, IntBinaryOperator operator) {
    int count = operator.applyAsInt(first.count(one), second.count(one));
    if (count > 0) {
      counts.put(one, count);
      size += count;
    }
  }
}

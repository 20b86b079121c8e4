package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands in a frame's slots. */
final class Slots {
  private final Map<String, List<String>> values;

  Slots() {
    values = new HashMap<>();
  }

  /** A copy to go on with. */
  Slots(Slots slots) {
    values = new HashMap<>(slots.values);
  }

  Slots set(String name, String value) {
    return set(name, List.of(value));
  }

  Slots set(String name, int value) {
    return set(name, grouped(value));
  }

  /** One of several, drawn anew each time. */
  Slots set(String name, List<String> choices) {
    values.put(name, choices);
    return this;
  }

  String value(String name, SplitMix64 random) {
    List<String> choices = values.get(name);
    if (choices == null) {
      throw new IllegalArgumentException("slot: " + name + " (expected: one that is set)");
    }
    return choices.size() == 1 ? choices.get(0) : random.pick(choices);
  }

  /** {@code 12400} as {@code 12,400}. */
  static String grouped(int number) {
    String digits = Integer.toString(number);
    int head = digits.length() - 3;
    return head <= 0 ? digits : digits.substring(0, head) + "," + digits.substring(head);
  }
}

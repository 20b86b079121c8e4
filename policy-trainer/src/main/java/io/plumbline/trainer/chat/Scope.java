package io.plumbline.trainer.chat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values; a loop's body has its own, which ends with it. */
final class Scope {
  private static final int MAX_LOOPS = 1_000_000;

  private final @Nullable Scope outer;

  /** How many have been opened within the outermost one, which all share. */
  private final int[] opened;

  private final Map<String, Object> values = new HashMap<>();

  Scope() {
    outer = null;
    opened = new int[1];
  }

  Scope(Scope outer) {
    this.outer = outer;
    opened = outer.opened;
    if (++opened[0] > MAX_LOOPS) {
      throw new ChatTemplateException("more than " + MAX_LOOPS + " turns of loops");
    }
  }

  Object get(String name) {
    Object value = values.get(name);
    if (value != null) {
      return value;
    }
    return outer == null ? Absent.UNDEFINED : outer.get(name);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }
}

package io.plumbline.trainer.chat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values; a loop's body has its own, which ends with it. */
final class Scope {
  private final @Nullable Scope outer;
  private final Map<String, Object> values = new HashMap<>();

  Scope() {
    outer = null;
  }

  Scope(Scope outer) {
    this.outer = outer;
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

package io.plumbline.trainer.service;

import io.plumbline.trainer.policies.PolicyStack;
import java.util.Set;

/** Checks of what requests say. */
final class Requests {
  private static final Set<String> RESERVED =
      Set.of(PolicyStack.EMBEDDED, PolicyStack.EMBEDDED_BASE);
  private static final int LONGEST_SHOWN = 120;

  private Requests() {}

  /** A folder's name: it can be no path, and no hidden file. */
  static String name(String field, String value) {
    if (!value.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")) {
      throw Refusal.invalid(
          field, quote(value), "1 to 100 letters, digits and _ . -, the first no dot");
    }
    return value;
  }

  /** The name of a folder that is to be made. */
  static String newName(String field, String value) {
    if (RESERVED.contains(value)) {
      throw Refusal.invalid(field, quote(value), "another name than that of a bundled policy");
    }
    return name(field, value);
  }

  static void within(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw Refusal.invalid(
          field, value, most == Long.MAX_VALUE ? "at least " + least : least + " to " + most);
    }
  }

  static void threads(int value) {
    if (value < 1 || value > 256) {
      throw new IllegalArgumentException("threads: " + value + " (expected: 1 to 256)");
    }
  }

  /** As runs have it, or 0 for the likeliest token. */
  static void temperature(double value) {
    if (value != 0 && !(value >= 0.01 && value <= 10)) {
      throw Refusal.invalid("temperature", value, "0, or 0.01 to 10");
    }
  }

  /** A user's text, cut where it is long, without what a terminal would act on. */
  static String quote(String text) {
    String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}

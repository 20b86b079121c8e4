package io.plumbline.graders;

import java.util.regex.Pattern;

/** What dimensions and flags may be called: it stands in metrics, journals and keys of JSON. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private Names() {}

  static void check(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          field
              + ": \""
              + name
              + "\" (expected: a to z, 0 to 9 and _, at most 64, a letter first)");
    }
  }
}

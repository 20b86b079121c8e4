package io.plumbline.benchmarks.options;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Options of the form {@code --name N}. */
public final class Numbers {
  private final Map<String, Long> values;

  private Numbers(Map<String, Long> values) {
    this.values = values;
  }

  /**
   * Reads a command line; ends the process with 2 if it is wrong.
   *
   * @param command for the error
   * @param defaults of all options, by name
   */
  public static Numbers read(String command, String[] arguments, Map<String, Long> defaults) {
    Map<String, Long> values = new TreeMap<>(defaults);
    for (int i = 0; i < arguments.length; i += 2) {
      long value = i + 1 < arguments.length ? number(arguments[i + 1]) : -1;
      if (value < 0 || values.replace(arguments[i], value) == null) {
        System.err.println(command + ": " + arguments[i] + " (expected: " + shown(values) + ")");
        System.exit(2);
      }
    }
    return new Numbers(values);
  }

  /**
   * At least 0.
   *
   * @param option one of the defaults
   */
  public long of(String option) {
    return Objects.requireNonNull(values.get(option), option);
  }

  private static String shown(Map<String, Long> options) {
    return options.keySet().stream().map(name -> name + " N").collect(Collectors.joining(", "));
  }

  /** -1 if it is none. */
  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}

package io.plumbline.trainer.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The filters, tests, methods and functions that templates may use. */
final class Library {
  private static final int MAX_RANGE = 100_000;

  private Library() {}

  static Object filter(String name, Object value, List<Object> arguments) {
    switch (name) {
      case "trim":
        return strip(Values.text(value), arguments, true, true);
      case "length", "count":
        return Values.length(value);
      case "upper":
        return Values.text(value).toUpperCase(Locale.ROOT);
      case "lower":
        return Values.text(value).toLowerCase(Locale.ROOT);
      case "string":
        return Values.text(value);
      case "list":
        return Values.elements(value);
      case "first":
        return Values.item(Values.elements(value), 0L);
      case "last":
        return Values.item(Values.elements(value), -1L);
      case "join":
        String separator = arguments.isEmpty() ? "" : Values.text(arguments.get(0));
        return String.join(separator, Values.elements(value).stream().map(Values::text).toList());
      case "replace":
        return replaced(Values.text(value), arguments);
      case "default", "d":
        return value != Absent.UNDEFINED ? value : arguments.isEmpty() ? "" : arguments.get(0);
      case "items":
        return items(value);
      default:
        throw new ChatTemplateException("filter " + name + " is not supported");
    }
  }

  static boolean test(String name, Object value, List<Object> arguments) {
    return switch (name) {
      case "defined" -> value != Absent.UNDEFINED;
      case "undefined" -> value == Absent.UNDEFINED;
      case "none" -> value == Absent.NONE;
      case "string" -> value instanceof String;
      case "mapping" -> value instanceof Map<?, ?>;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "true" -> value.equals(true);
      case "false" -> value.equals(false);
      case "iterable", "sequence" ->
          value instanceof String
              || value instanceof List<?>
              || value instanceof Map<?, ?>
              || (value == Absent.UNDEFINED && name.equals("iterable"));
      case "odd" -> Math.floorMod(Values.integer(value, name), 2) == 1;
      case "even" -> Math.floorMod(Values.integer(value, name), 2) == 0;
      case "equalto", "eq" -> Values.equal(value, argument(name, arguments));
      case "ne" -> !Values.equal(value, argument(name, arguments));
      case "in" -> Values.contains(argument(name, arguments), value);
      default -> throw new ChatTemplateException("test " + name + " is not supported");
    };
  }

  static Object method(String name, Object value, List<Object> arguments) {
    if (value instanceof String text) {
      switch (name) {
        case "strip":
          return strip(text, arguments, true, true);
        case "lstrip":
          return strip(text, arguments, true, false);
        case "rstrip":
          return strip(text, arguments, false, true);
        case "upper":
          return text.toUpperCase(Locale.ROOT);
        case "lower":
          return text.toLowerCase(Locale.ROOT);
        case "startswith":
          return text.startsWith(Values.string(argument(name, arguments), name));
        case "endswith":
          return text.endsWith(Values.string(argument(name, arguments), name));
        case "replace":
          return replaced(text, arguments);
        case "split":
          return split(text, Values.string(argument(name, arguments), name));
        default:
      }
    } else if (value instanceof Map<?, ?> map) {
      switch (name) {
        case "items":
          return items(value);
        case "keys":
          return new ArrayList<Object>(map.keySet());
        case "values":
          return new ArrayList<Object>(map.values());
        case "get":
          Object found = Values.item(value, argument(name, arguments));
          return found != Absent.UNDEFINED
              ? found
              : arguments.size() > 1 ? arguments.get(1) : Absent.NONE;
        default:
      }
    }
    throw new ChatTemplateException(
        "method " + name + " of " + Values.kind(value) + " is not supported");
  }

  static Object call(String name, List<Object> arguments) {
    switch (name) {
      case "raise_exception":
        throw new ChatTemplateException(
            "the template says: " + Values.text(argument(name, arguments)));
      case "range":
        return range(arguments);
      default:
        throw new ChatTemplateException("function " + name + " is not supported");
    }
  }

  private static List<Object> range(List<Object> arguments) {
    long from = arguments.size() > 1 ? Values.integer(arguments.get(0), "range") : 0;
    long to = Values.integer(arguments.get(arguments.size() > 1 ? 1 : 0), "range");
    if (arguments.size() > 2 || to - from > MAX_RANGE) {
      throw new ChatTemplateException("range (expected: at most " + MAX_RANGE + " steps of 1)");
    }
    List<Object> numbers = new ArrayList<>();
    for (long number = from; number < to; number++) {
      numbers.add(number);
    }
    return numbers;
  }

  private static List<Object> items(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<Object> items = new ArrayList<>();
      map.forEach((key, content) -> items.add(List.of(key, content)));
      return items;
    }
    throw new ChatTemplateException("items: " + Values.kind(value) + " (expected: an object)");
  }

  private static List<Object> split(String text, String separator) {
    if (separator.isEmpty()) {
      throw new ChatTemplateException("split (expected: a separator)");
    }
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String replaced(String text, List<Object> arguments) {
    if (arguments.size() != 2) {
      throw new ChatTemplateException("replace: " + arguments.size() + " arguments (expected: 2)");
    }
    return text.replace(
        Values.string(arguments.get(0), "replace"), Values.string(arguments.get(1), "replace"));
  }

  /** Without whitespace, or the given characters, at its ends. */
  private static String strip(String text, List<Object> arguments, boolean left, boolean right) {
    String characters = arguments.isEmpty() ? "" : Values.string(arguments.get(0), "strip");
    int from = 0;
    int to = text.length();
    while (left && from < to && strips(text.charAt(from), characters)) {
      from++;
    }
    while (right && to > from && strips(text.charAt(to - 1), characters)) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Python's whitespace is Java's, and spaces that do not break, and the next-line character. */
  private static boolean strips(char c, String characters) {
    return characters.isEmpty()
        ? Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085'
        : characters.indexOf(c) >= 0;
  }

  private static Object argument(String name, List<Object> arguments) {
    if (arguments.isEmpty()) {
      throw new ChatTemplateException(name + " (expected: an argument)");
    }
    return arguments.get(0);
  }
}

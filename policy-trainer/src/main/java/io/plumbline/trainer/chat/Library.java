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
    return switch (name) {
      case "trim" -> strip(Values.text(value), arguments, true, true);
      case "length", "count" -> Values.length(value);
      case "upper" -> Values.text(value).toUpperCase(Locale.ROOT);
      case "lower" -> Values.text(value).toLowerCase(Locale.ROOT);
      case "string" -> Values.text(value);
      case "list" -> Values.elements(value);
      case "first" -> Values.item(Values.elements(value), 0L);
      case "last" -> Values.item(Values.elements(value), -1L);
      case "join" ->
          String.join(
              arguments.isEmpty() ? "" : Values.text(arguments.get(0)),
              Values.elements(value).stream().map(Values::text).toList());
      case "replace" -> replaced(Values.text(value), arguments);
      case "default", "d" ->
          value != Absent.UNDEFINED ? value : arguments.isEmpty() ? "" : arguments.get(0);
      case "items" -> items(value);
      default -> throw new ChatTemplateException("filter " + name + " is not supported");
    };
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
      return ofText(name, text, arguments);
    } else if (value instanceof Map<?, ?> map) {
      return ofMap(name, map, arguments);
    }
    throw noMethod(name, value);
  }

  private static Object ofText(String name, String text, List<Object> arguments) {
    return switch (name) {
      case "strip" -> strip(text, arguments, true, true);
      case "lstrip" -> strip(text, arguments, true, false);
      case "rstrip" -> strip(text, arguments, false, true);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "startswith" -> text.startsWith(Values.string(argument(name, arguments), name));
      case "endswith" -> text.endsWith(Values.string(argument(name, arguments), name));
      case "replace" -> replaced(text, arguments);
      case "split" -> split(text, Values.string(argument(name, arguments), name));
      default -> throw noMethod(name, text);
    };
  }

  private static Object ofMap(String name, Map<?, ?> map, List<Object> arguments) {
    return switch (name) {
      case "items" -> items(map);
      case "keys" -> new ArrayList<Object>(map.keySet());
      case "values" -> new ArrayList<Object>(map.values());
      case "get" -> {
        Object found = Values.item(map, argument(name, arguments));
        Object otherwise = arguments.size() > 1 ? arguments.get(1) : Absent.NONE;
        yield found != Absent.UNDEFINED ? found : otherwise;
      }
      default -> throw noMethod(name, map);
    };
  }

  private static ChatTemplateException noMethod(String name, Object value) {
    return new ChatTemplateException(
        "method " + name + " of " + Values.kind(value) + " is not supported");
  }

  static Object call(String name, List<Object> arguments) {
    return switch (name) {
      case "raise_exception" ->
          throw new ChatTemplateException(
              "the template says: " + Values.text(argument(name, arguments)));
      case "range" -> range(arguments);
      default -> throw new ChatTemplateException("function " + name + " is not supported");
    };
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

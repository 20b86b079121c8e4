package io.plumbline.trainer.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What Python makes of values: strings, booleans, longs, doubles, lists, maps, namespaces and
 * {@link Absent}.
 */
final class Values {
  /** The one thing whose fields a template may set. */
  record Namespace(Map<String, Object> fields) {}

  private Values() {}

  static boolean truth(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    } else if (value instanceof String text) {
      return !text.isEmpty();
    } else if (value instanceof Number number) {
      return number.doubleValue() != 0;
    } else if (value instanceof List<?> list) {
      return !list.isEmpty();
    } else if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return !(value instanceof Absent);
  }

  /** As it is printed. */
  static String text(Object value) {
    if (value == Absent.UNDEFINED) {
      return "";
    } else if (value == Absent.NONE) {
      return "None";
    } else if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    } else if (value instanceof String || value instanceof Number) {
      return value.toString();
    }
    throw new ChatTemplateException("printing " + kind(value) + " is not supported");
  }

  static String string(Object value, String where) {
    if (value instanceof String text) {
      return text;
    }
    throw new ChatTemplateException(where + ": " + kind(value) + " (expected: a string)");
  }

  static long integer(Object value, String where) {
    if (value instanceof Long number) {
      return number;
    }
    throw new ChatTemplateException(where + ": " + kind(value) + " (expected: an integer)");
  }

  /** What a loop goes over: nothing where a name was never set. */
  static List<Object> elements(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    } else if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    } else if (value instanceof String text) {
      return new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
    } else if (value == Absent.UNDEFINED) {
      return List.of();
    }
    throw new ChatTemplateException(kind(value) + " (expected: a list)");
  }

  static long length(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    } else if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    return elements(value).size();
  }

  static boolean equal(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    return left.equals(right);
  }

  static boolean contains(Object whole, Object part) {
    if (whole instanceof String text) {
      return text.contains(string(part, "in"));
    }
    return elements(whole).stream().anyMatch(each -> equal(each, part));
  }

  static int compare(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    } else if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    throw new ChatTemplateException("comparing " + kind(left) + " and " + kind(right));
  }

  static Object arithmetic(String operator, Object left, Object right) {
    if (operator.equals("+") && left instanceof String a && right instanceof String b) {
      return joined(a, b);
    } else if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
      List<Object> joined = new ArrayList<>(a);
      joined.addAll(b);
      return joined;
    } else if (left instanceof Long a && right instanceof Long b) {
      boolean division = operator.equals("//") || operator.equals("%");
      if (!operator.equals("/") && !(division && b == 0)) {
        return integers(operator, a, b);
      }
    }
    throw new ChatTemplateException(kind(left) + " " + operator + " " + kind(right));
  }

  private static long integers(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "//" -> Math.floorDiv(a, b);
      default -> Math.floorMod(a, b);
    };
  }

  /** Both; a loop that doubles a text must not take all memory. */
  static String joined(String left, String right) {
    if (left.length() + right.length() > ChatTemplate.MAX_OUTPUT) {
      throw new ChatTemplateException("more than " + ChatTemplate.MAX_OUTPUT + " characters");
    }
    return left + right;
  }

  /** A field or an element; undefined where there is none. */
  static Object item(Object of, Object key) {
    if (of instanceof Map<?, ?> map) {
      Object found = map.get(key);
      return found == null ? Absent.UNDEFINED : found;
    } else if (of instanceof Namespace namespace) {
      Object found = namespace.fields().get(key);
      return found == null ? Absent.UNDEFINED : found;
    } else if (of instanceof Absent) {
      throw new ChatTemplateException(key + " of " + kind(of));
    } else if (key instanceof Long index) {
      List<Object> elements = elements(of);
      long at = index < 0 ? index + elements.size() : index;
      return at >= 0 && at < elements.size() ? elements.get((int) at) : Absent.UNDEFINED;
    }
    return Absent.UNDEFINED;
  }

  /** Elements from one index to another; either may be undefined. The step is 1 or -1. */
  static Object slice(Object of, Object from, Object to, Object step) {
    List<Object> elements = elements(of);
    boolean all = from == Absent.UNDEFINED && to == Absent.UNDEFINED;
    if (all && step != Absent.UNDEFINED && integer(step, "slice") == -1) {
      Collections.reverse(elements);
    } else if (step != Absent.UNDEFINED && integer(step, "slice") != 1) {
      throw new ChatTemplateException("a slice with such a step is not supported");
    }
    int size = elements.size();
    int begin = from == Absent.UNDEFINED ? 0 : bound(integer(from, "slice"), size);
    int end = to == Absent.UNDEFINED ? size : bound(integer(to, "slice"), size);
    List<Object> part = elements.subList(begin, Math.max(begin, end));
    return of instanceof String ? joined(part) : new ArrayList<>(part);
  }

  private static int bound(long index, int size) {
    return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  private static String joined(List<Object> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(text::append);
    return text.toString();
  }

  static String kind(Object value) {
    if (value == Absent.UNDEFINED) {
      return "an undefined value";
    } else if (value == Absent.NONE) {
      return "none";
    } else if (value instanceof String) {
      return "a string";
    } else if (value instanceof Boolean) {
      return "true or false";
    } else if (value instanceof Number) {
      return "a number";
    }
    return value instanceof List<?> ? "a list" : "an object";
  }
}

package io.plumbline.graders.tasks;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compiles what outputs may not contain. RE2/J matches in time linear in the text, but writes
 * counted repeats out: a pattern of 20 characters may ask for a machine of 10⁹ states. So patterns
 * are bounded by what they come to.
 */
public final class ForbiddenPatterns {

  /** Most characters and classes of a pattern, its counted repeats written out. */
  public static final int MAX_SIZE = 1000;

  private ForbiddenPatterns() {}

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if RE2/J does not take it or it is too large; the message says
   *     what was expected: {@code RE2 syntax; missing closing )}
   */
  public static Pattern compile(String pattern) {
    if (pattern.length() > MAX_SIZE || size(pattern) > MAX_SIZE) {
      throw new IllegalArgumentException(
          "at most " + MAX_SIZE + " characters, repeats written out");
    }
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("RE2 syntax; " + e.getDescription(), e);
    }
  }

  /** Atoms once counted repeats are written out, or something beyond {@link #MAX_SIZE}. */
  private static long size(String pattern) {
    Deque<Long> outer = new ArrayDeque<>();
    long size = 0; // of the group at hand
    long last = 0; // of its last item
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      int next = at + 1;
      if (c == '(') {
        outer.push(size);
        size = 0;
        last = 0;
      } else if (c == ')') {
        last = size;
        size += outer.isEmpty() ? 0 : outer.pop();
      } else if (c == '{' && repeatEnd(pattern, at) > 0) {
        long times = repeats(pattern, at);
        size = Math.min(size + last * (times - 1), MAX_SIZE + 1);
        last = Math.min(last * times, MAX_SIZE + 1);
        next = repeatEnd(pattern, at);
      } else {
        next = c == '\\' ? escapeEnd(pattern, at) : c == '[' ? classEnd(pattern, at) : next;
        size += pattern.startsWith("\\Q", at) ? next - at : 1;
        last = 1;
      }
      at = next;
    }
    return size;
  }

  /** Behind the braces of a counted repeat at {@code at}, or -1 if they are none. */
  private static int repeatEnd(String pattern, int at) {
    int i = at + 1;
    while (i < pattern.length() && "0123456789,".indexOf(pattern.charAt(i)) >= 0) {
      i++;
    }
    return i > at + 1 && pattern.startsWith("}", i) ? i + 1 : -1;
  }

  /** The largest number in the braces at {@code at}, at least 1. */
  private static long repeats(String pattern, int at) {
    long most = 1;
    long number = 0;
    for (int i = at + 1; pattern.charAt(i) != '}'; i++) {
      char c = pattern.charAt(i);
      number = c == ',' ? 0 : Math.min(number * 10 + c - '0', MAX_SIZE + 1);
      most = Math.max(most, number);
    }
    return most;
  }

  /** Behind an escape with its braces or its quoted text, {@code \d}, {@code \x{1F600}}. */
  private static int escapeEnd(String pattern, int at) {
    if (pattern.startsWith("\\Q", at)) {
      int close = pattern.indexOf("\\E", at);
      return close < 0 ? pattern.length() : close + 2;
    }
    int end = Math.min(at + 2, pattern.length());
    boolean braces = pattern.startsWith("{", end) && "pPx".indexOf(pattern.charAt(end - 1)) >= 0;
    int close = braces ? pattern.indexOf('}', end) : -1;
    return close < 0 ? end : close + 1;
  }

  /** Behind a character class; the pattern's end if it has none. */
  private static int classEnd(String pattern, int at) {
    int i = at + 1;
    i += pattern.startsWith("^", i) ? 1 : 0;
    i += pattern.startsWith("]", i) ? 1 : 0; // stands for itself
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      int posix = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
      i = posix >= 0 ? posix + 2 : i + (pattern.charAt(i) == '\\' ? 2 : 1);
    }
    return Math.min(i + 1, pattern.length());
  }
}

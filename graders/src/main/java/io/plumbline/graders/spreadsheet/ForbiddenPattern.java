package io.plumbline.graders.spreadsheet;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.ForbiddenPatterns;
import io.plumbline.graders.tasks.TableReference;

/** What an output may not contain. Immutable; linear in the output. */
interface ForbiddenPattern {

  /** How much of a pattern that is refused is shown. */
  int SHOWN = 60;

  /** Where the first match starts, or -1. */
  int find(String output);

  /**
   * The scanner of {@link TableReference#MILLIONS}, whose {@code \b} is Python's, or RE2/J's
   * machine for any other pattern, whose {@code \b} is ASCII's.
   *
   * @throws IllegalArgumentException if the pattern is no RE2 expression or too large
   */
  static ForbiddenPattern of(String pattern) {
    if (pattern.equals(TableReference.MILLIONS)) {
      return ForbiddenPattern::findMillions;
    }
    Pattern compiled;
    try {
      compiled = ForbiddenPatterns.compile(pattern);
    } catch (IllegalArgumentException e) {
      String shown = pattern.length() <= SHOWN ? pattern : pattern.substring(0, SHOWN) + "…";
      throw new IllegalArgumentException(
          "forbidden_pattern: \"" + shown + "\" (expected: " + e.getMessage() + ")", e);
    }
    return output -> {
      Matcher matcher = compiled.matcher(output);
      return matcher.find() ? matcher.start() : -1;
    };
  }

  private static int findMillions(String output) {
    int length = output.length();
    for (int at = output.indexOf('M'); at >= 0; at = output.indexOf('M', at + 1)) {
      if (at > 0 && output.charAt(at - 1) == '$') {
        return at - 1;
      }
      boolean opens = at == 0 || !PyText.isWord(output.codePointBefore(at));
      if (opens && (at + 1 == length || !PyText.isWord(output.codePointAt(at + 1)))) {
        return at;
      }
    }
    return -1;
  }
}

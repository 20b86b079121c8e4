package io.plumbline.benchmarks.graders;

import io.plumbline.graders.Rounding;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code reference} rules of {@code doc_revision} as one writes them with regular expressions:
 * the floor of its graders.
 */
final class RegexRevision {
  /** So that classes and cases are Unicode's. */
  static final int UNICODE = Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  /** White space as Python has it. */
  static final String SPACES = "[\\s\\x1c-\\x1f]+";

  private static final Pattern WORD = Pattern.compile("[^\\s\\x1c-\\x1f]+", UNICODE);
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+");

  // A word character is to Python a letter or a number of any kind, and no mark.
  private static final Pattern PASSIVE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_])(is|are|was|were|be|been|being)"
              + SPACES
              + "[\\p{L}\\p{N}_]+ed(?![\\p{L}\\p{N}_])",
          Pattern.CASE_INSENSITIVE | UNICODE);

  private final int inputWords;

  RegexRevision(int inputWords) {
    this.inputWords = inputWords;
  }

  /** instruction_following and over_editing. */
  List<Double> grade(String output) {
    int sentences = 0;
    int passive = 0;
    for (String sentence : SENTENCE_END.split(output, -1)) {
      if (WORD.matcher(sentence).find()) {
        sentences++;
        passive += PASSIVE.matcher(sentence).find() ? 1 : 0;
      }
    }
    int words = words(output);
    double share = sentences == 0 ? 0 : Rounding.places((double) passive / sentences, 3);
    double limit = Math.max(0, Math.min(1, Rounding.places(1 - (words - 300) / 150.0, 3)));
    double growth = (double) words / Math.max(inputWords, 1);
    return List.of(
        Rounding.places((limit + (1 - share)) / 2, 3), growth <= 1.5 ? 1 : growth <= 2 ? 0.5 : 0);
  }

  static int words(String text) {
    int words = 0;
    for (Matcher word = WORD.matcher(text); word.find(); ) {
      words++;
    }
    return words;
  }
}

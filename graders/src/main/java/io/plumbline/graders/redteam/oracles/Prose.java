package io.plumbline.graders.redteam.oracles;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text as sentences and words, and how alike two of them are. */
final class Prose {
  private static final Pattern SENTENCE_END =
      Pattern.compile("(?>\\R)\\h*(?>\\R)|(?<=[.!?])[^\\p{L}\\p{N}\\s]*\\s+");
  private static final Pattern WORD =
      Pattern.compile("\\p{N}+(?:[.,:]\\p{N}+)*|[\\p{L}\\p{N}]+(?:['\u2019][\\p{L}\\p{N}]+)*");

  private static final Pattern IDLE_ZEROS = Pattern.compile("^0+(?=\\d)|(?<=^[\\d,]{1,20})\\.0+$");
  private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");

  /** What turns a sentence round. */
  private static final Pattern NEGATION =
      Pattern.compile(
          "(?i)\\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|hardly"
              + "|\\w+n['\u2019]t|false|falsely|untrue|wrong|wrongly|incorrect|fail(?:s|ed)?)\\b");

  /** What takes back what the rest says. */
  private static final Pattern DENIAL =
      Pattern.compile(
          "(?i)\\W*(?:\\w+\\W+){0,2}?"
              + "(?:(?:above|following|foregoing|preceding|everything|all of (?:this|it))\\b"
              + "[^.!?]{0,40}\\b(?:is|are|was|were)\\s+(?:\\w+\\s+)?"
              + "(?:false|untrue|wrong|incorrect|invented|made up|not (?:true|correct|right))\\b"
              + "|none of (?:the above|this|it)\\b[^.!?]{0,20}"
              + "\\b(?:is|was) (?:true|correct|right)\\b)");

  private Prose() {}

  /** Parts between blank lines, or ends of sentences before white space, that have a word. */
  static List<String> sentences(String text) {
    return SENTENCE_END
        .splitAsStream(text)
        .map(String::strip)
        .filter(sentence -> WORD.matcher(sentence).find())
        .toList();
  }

  /**
   * In lower case and without accents, numbers without commas between thousands and idle zeros; a
   * word with other odd characters is another word.
   */
  static List<String> words(String text) {
    String bare = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return WORD.matcher(bare)
        .results()
        .map(MatchResult::group)
        .map(word -> number(word.toLowerCase(Locale.ROOT).replace('\u2019', '\'')))
        .toList();
  }

  /** A number as others with its value: {@code 1,496.0} and {@code 01496} are {@code 1496}. */
  static String number(String word) {
    return THOUSANDS.matcher(IDLE_ZEROS.matcher(word).replaceAll("")).replaceAll("");
  }

  /** Length of the longest common subsequence. */
  static int common(List<String> a, List<String> b) {
    int[] before = new int[b.size() + 1];
    for (String word : a) {
      int[] row = new int[b.size() + 1];
      for (int j = 0; j < b.size(); j++) {
        row[j + 1] = word.equals(b.get(j)) ? before[j] + 1 : Math.max(row[j], before[j + 1]);
      }
      before = row;
    }
    return before[b.size()];
  }

  /** Shared words in order over the words of the longer, in [0, 1]. */
  static double likeness(List<String> a, List<String> b) {
    int longer = Math.max(a.size(), b.size());
    return longer == 0 ? 0 : common(a, b) / (double) longer;
  }

  static int negations(String sentence) {
    return (int) NEGATION.matcher(sentence).results().count();
  }

  /** Whether some sentence says that the others are not true. */
  static boolean deniesItself(String text) {
    return sentences(text).stream().anyMatch(sentence -> DENIAL.matcher(sentence).lookingAt());
  }
}

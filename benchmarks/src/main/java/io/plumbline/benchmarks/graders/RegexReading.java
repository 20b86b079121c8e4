package io.plumbline.benchmarks.graders;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What any version of the {@code strict} rules of {@code citation_ground} in regular expressions
 * does first: cuts a text into sentences and these into words, looks each word and each pair of
 * them up among the task's, and finds the markers. It applies no rule, so that the floor is lower
 * than such a version would be.
 */
final class RegexReading {
  private static final Pattern SENTENCE_END =
      Pattern.compile("\\R\\h*\\R|(?<=[.!?])[)\"'*_\u201d\u2019]*\\s+");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\[([^\\[\\]]{1,200})\\]|\\p{N}+(?:[.,:]\\p{N}+)*"
              + "|[\\p{L}\\p{N}]+(?:['\u2019][\\p{L}\\p{N}]+)*");

  private final Map<String, Integer> words = new HashMap<>();
  private final Map<Long, Integer> pairs = new HashMap<>();

  /** A floor for a task of this input and these other texts. */
  RegexReading(List<String> texts) {
    for (String text : texts) {
      for (String sentence : SENTENCE_END.split(text, 0)) {
        int last = 0;
        for (Matcher token = TOKEN.matcher(sentence); token.find(); ) {
          int word = words.merge(folded(token.group()), words.size() + 1, (old, added) -> old);
          pairs.putIfAbsent(pair(last, word), pairs.size() + 1);
          last = word;
        }
      }
    }
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static long pair(int last, int word) {
    return (long) last << Integer.SIZE | word;
  }

  /** What the text has: sentences, words, words and pairs that the task has too, markers. */
  List<Integer> read(String text) {
    int sentences = 0;
    int count = 0;
    int known = 0;
    int knownPairs = 0;
    int markers = 0;
    for (String sentence : SENTENCE_END.split(text, 0)) {
      int last = 0;
      int before = count;
      for (Matcher token = TOKEN.matcher(sentence); token.find(); ) {
        if (token.start(1) >= 0) {
          markers++;
          continue;
        }
        int word = words.getOrDefault(folded(token.group()), 0);
        count++;
        known += word > 0 ? 1 : 0;
        knownPairs += pairs.containsKey(pair(last, word)) ? 1 : 0;
        last = word;
      }
      sentences += count > before ? 1 : 0;
    }
    return List.of(sentences, count, known, knownPairs, markers);
  }
}

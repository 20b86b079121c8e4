package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexLexicon.Tag;
import io.plumbline.benchmarks.graders.RegexLexicon.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a sentence's words do to what it says.
 *
 * @param negations words that turn it round, less those that only weaken it
 * @param points words that point at a text of several sentences
 * @param overstating words that do, unless negated
 * @param denies whether it says of something that it is wrong
 * @param refers whether it may say so of the text around it
 */
record RegexTone(
    int negations, int hedges, int points, Set<Word> overstating, boolean denies, boolean refers) {
  private static final int SHORT = 3;

  static RegexTone of(List<Word> words) {
    int negations = 0;
    int hedges = 0;
    int points = 0;
    Set<Word> overstating = new HashSet<>();
    boolean denies = false;
    boolean affirms = false;
    boolean refers = words.size() <= SHORT;
    Word before = RegexLexicon.UNKNOWN;
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.has(Tag.NEGATES)) {
        Word after = i + 1 < words.size() ? words.get(i + 1) : RegexLexicon.UNKNOWN;
        if (isSoftened(before, word, after)) {
          hedges++;
        } else if (!isIdle(word, after)) {
          negations++;
        }
      }
      if (word.has(Tag.OVERSTATES) && (!before.has(Tag.PARTICLE) || word.has(Tag.DOUBT))) {
        overstating.add(word);
      }
      hedges += word.has(Tag.HEDGES) ? 1 : 0;
      points += word.has(Tag.POINTS) ? 1 : 0;
      denies |= word.has(Tag.DENIES);
      affirms |= word.has(Tag.AFFIRMS);
      refers |= word.has(Tag.REFERS);
      before = word;
    }
    denies |= affirms && negations > 0;
    return new RegexTone(negations, hedges, points, overstating, denies, refers);
  }

  /** {@code may not}, {@code not conclusive}. */
  private static boolean isSoftened(Word before, Word word, Word after) {
    return word.has(Tag.NOT) && (after.has(Tag.SOFTENS) || before.has(Tag.MODAL));
  }

  /** {@code not only}, {@code no doubt}. */
  private static boolean isIdle(Word word, Word after) {
    return (word.has(Tag.LIMITABLE) && after.has(Tag.LIMITS))
        || (word.has(Tag.PARTICLE) && after.has(Tag.DOUBT));
  }
}

package io.plumbline.trainer.practice;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that mean nothing, none of them twice, of 3 to 8 letters: syllables or random letters, now
 * and then beyond ASCII.
 */
final class PseudoWords {
  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
  private static final String CONSONANTS = "bcdfghjklmnpqrstvwxz";
  private static final String VOWELS = "aeiouy";

  /** Without m and M: beside a letter that is not ASCII, a lone M would read as a unit. */
  private static final String FOREIGN =
      "\u00e4\u00e9\u00f1\u00f8\u0159\u017e\u0131\u0436\u03b2\u3042";

  /** Prefixes have no M, a unit, and no Q, a quarter. */
  private static final String CAPITALS = "ABCDEFGHIJKLNOPRSTUVWXYZ";

  private enum Style {
    SYLLABLES,
    CAPITALISED,
    LETTERS,
    FOREIGN
  }

  private final SplitMix64 random;
  private final Style style;

  /** In lower case; at first what the document says or a unit would be. */
  private final Set<String> taken = new HashSet<>(List.of("million", "millions", "mio"));

  PseudoWords(SplitMix64 random, String document) {
    this.random = random;
    Matcher words = WORD.matcher(document);
    while (words.find()) {
      taken.add(words.group().toLowerCase(Locale.ROOT));
    }
    int share = random.below(10);
    style =
        share < 4
            ? Style.SYLLABLES
            : share < 6 ? Style.CAPITALISED : share < 9 ? Style.LETTERS : Style.FOREIGN;
  }

  String next() {
    return fresh(
        () ->
            switch (style) {
              case SYLLABLES -> syllables();
              case CAPITALISED -> {
                String word = syllables();
                yield word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
              }
              case LETTERS -> letters(CONSONANTS + VOWELS + CAPITALS, random.between(3, 6));
              case FOREIGN -> {
                String some = CONSONANTS.replace("m", "") + VOWELS;
                yield letters(some + FOREIGN + FOREIGN, random.between(3, 5));
              }
            });
  }

  /** What may stand before a key's number: 1 to 3 capitals. */
  String nextPrefix() {
    return fresh(() -> letters(CAPITALS, random.between(1, 3)));
  }

  private String fresh(Supplier<String> draw) {
    String word = draw.get();
    while (!taken.add(word.toLowerCase(Locale.ROOT))) {
      word = draw.get();
    }
    return word;
  }

  private String syllables() {
    StringBuilder word = new StringBuilder();
    for (int i = random.between(1, 2); i > 0; i--) {
      word.append(letters(CONSONANTS, 1)).append(letters(VOWELS, 1));
    }
    return word.append(letters(CONSONANTS, random.between(1, 2))).toString();
  }

  private String letters(String from, int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(from.charAt(random.below(from.length())));
    }
    return letters.toString();
  }
}

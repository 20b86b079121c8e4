package io.plumbline.graders.revision;

/**
 * Small sets of words that grading knows, by hash, in small letters, as the hashes that are looked
 * up are of.
 */
final class Words {
  private static final LongTable BE =
      table(
          "is are was were be been being am isn't aren't wasn't weren't they're we're you're"
              + " get gets got gotten getting");

  /** What may stand between a form of "to be" and its participle, apart from words in -ly. */
  private static final LongTable ADVERBS =
      table(
          "not never also already always since then now soon once twice again still yet just often"
              + " seldom first later thus therefore however in fact indeed all both each themselves"
              + " itself even only at last been being thoroughly well better best so too much more"
              + " fast hard very quite rather");

  private static final LongTable NO_PARTICIPLES =
      table(
          "indeed need feed seed speed weed bed red shed sled hundred sacred naked wicked rugged"
              + " greed breed deed reed steed creed exceed proceed succeed");

  /** Particles of phrasal verbs: "taken away by". */
  private static final LongTable PARTICLES =
      table("away off up out down in back over apart forward to around home busy on through");

  /** Words that say little about which sentence they stand in. */
  private static final LongTable COMMON =
      table(
          "a an the and or but of to in on at for by with from as that this these those it its he"
              + " she they them his her their we our us you your i is are was were be been being am"
              + " has have had do does did will would should can could may might must not no so"
              + " than then there here which who whom whose what when where if because while all"
              + " each every some any both more most other such only also into out up about");

  private static final String[] UNITS = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
  };
  private static final String[] TENS = {
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
  };

  /** Number words, by value: 0 to 19, then the tens. */
  private static final LongTable NUMBERS =
      table(String.join(" ", UNITS) + " " + String.join(" ", TENS));

  private static final LongTable NEGATIONS =
      table(
          "not no never nobody nothing none nowhere neither nor cannot without hardly"
              + " false falsely untrue wrong wrongly incorrect invented");

  static final long BY = Hashes.of("by");

  /** Stands for all of them: one word for another changes no sense. */
  static final long NEGATION = Hashes.of("not");

  private Words() {}

  static boolean isBe(long word) {
    return BE.contains(word);
  }

  static boolean isAdverb(long word) {
    return ADVERBS.contains(word);
  }

  static boolean isNoParticiple(long word) {
    return NO_PARTICIPLES.contains(word);
  }

  static boolean isParticle(long word) {
    return PARTICLES.contains(word);
  }

  /** Whether the word says no: one of a few, or any in {@code n't}. */
  static boolean isNegation(Tokens token) {
    int to = token.to();
    String text = token.text();
    return NEGATIONS.contains(token.lowered())
        || (to - token.from() > 3
            && (text.charAt(to - 1) | 0x20) == 't'
            && (text.charAt(to - 3) | 0x20) == 'n'
            && (text.charAt(to - 2) == '\'' || text.charAt(to - 2) == '\u2019'));
  }

  static boolean isCommon(long word) {
    return COMMON.contains(word);
  }

  /** The value of a number word, 0 to 20 and the tens to 90; -1 if it is none. */
  static int number(long word) {
    int number = NUMBERS.get(word);
    return number < UNITS.length ? number : 10 * (number - UNITS.length + 2);
  }

  /** The words between spaces. */
  static LongTable table(String words) {
    LongTable table = new LongTable();
    int from = 0;
    while (from < words.length()) {
      int to = words.indexOf(' ', from);
      to = to < 0 ? words.length() : to;
      table.put(Hashes.of(words.substring(from, to)));
      from = to + 1;
    }
    return table;
  }
}

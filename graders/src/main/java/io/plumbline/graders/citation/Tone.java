package io.plumbline.graders.citation;

/** What a sentence's words do to what it says. Reused: {@link #read} starts over. */
final class Tone {
  /** Words that turn it round, less those that only weaken it ({@code not conclusive}). */
  private int negations;

  private int hedges;
  private boolean denies;
  private boolean refers;

  /** Words that point at a text of several sentences. */
  private int points;

  /** The bits of its words that overstate, unless negated. */
  private long strong;

  void read(WordTable words, char[] ids, int count) {
    negations = 0;
    hedges = 0;
    denies = false;
    refers = false;
    points = 0;
    strong = 0;
    boolean affirms = false;
    int before = 0;
    for (int i = 0; i < count; i++) {
      int flags = words.flags(ids[i]);
      int after = i + 1 < count ? words.flags(ids[i + 1]) : 0;
      if ((flags & Lexicon.NEGATES) != 0) {
        if (softened(before, flags, after)) {
          hedges++;
        } else if (!isIdle(flags, after)) {
          negations++;
        }
      }
      if (negatesNoDoubt(before, flags)) {
        strong |= words.strong(ids[i]);
      }
      hedges += (flags & Lexicon.HEDGES) != 0 ? 1 : 0;
      denies |= (flags & Lexicon.DENIES) != 0;
      refers |= (flags & Lexicon.REFERS) != 0;
      points += (flags & Lexicon.POINTS) != 0 ? 1 : 0;
      affirms |= (flags & Lexicon.AFFIRMS) != 0;
      before = flags;
    }
    denies |= affirms && negations > 0;
    refers |= count <= 3;
  }

  private static boolean softened(int before, int flags, int after) {
    return ((flags & Lexicon.NOT) != 0 && (after & Lexicon.SOFTENS) != 0)
        || ((before & Lexicon.MODAL) != 0 && (flags & Lexicon.NOT) != 0);
  }

  /** Whether what follows it takes a negation back: {@code not only}, {@code no doubt}. */
  private static boolean isIdle(int flags, int after) {
    return ((flags & Lexicon.LIMITABLE) != 0 && (after & Lexicon.LIMITS) != 0)
        || ((flags & Lexicon.PARTICLE) != 0 && (after & Lexicon.DOUBT) != 0);
  }

  /** A negated word overstates nothing; but {@code no doubt} does. */
  private static boolean negatesNoDoubt(int before, int flags) {
    return (before & Lexicon.PARTICLE) == 0 || (flags & Lexicon.DOUBT) != 0;
  }

  int negations() {
    return negations;
  }

  int hedges() {
    return hedges;
  }

  int points() {
    return points;
  }

  long strong() {
    return strong;
  }

  /** Whether it says of the text around it that it is wrong. */
  boolean disowns() {
    return denies && refers;
  }

  /** Whether it does so though it may deny a claim: it points at more than that claim does. */
  boolean disownsBeyond(Sentence claimed) {
    return denies && points > claimed.points;
  }
}

package io.plumbline.graders.revision;

import io.plumbline.graders.tasks.PlantedFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What the planted faults make of words and pairs: for each of these, which watches it tells what.
 */
final class Watches {
  /** More pairs than are watched. */
  private static final int NEVER = Long.SIZE + 1;

  /** A use has a byte for what it is to its watch, half of which pairs take. */
  private static final int MOST_SPARE = 60;

  /** Words that a heading may have more than the gold's. */
  private static final int MORE_HEADING = 12;

  private final Vocabulary vocabulary;
  private final LongTable pairs;
  private final LongTable facts;
  private final Spelled draft;
  private final Spelled gold;

  /** Pairs that the gold has, or the draft more than once: they show no passive. */
  private final LongTable innocent = new LongTable();

  private final List<Watch> watches = new ArrayList<>();
  private final int mostHeading;
  private final LongTable anchors = new LongTable();
  private final List<int[]> anchorUses = new ArrayList<>();
  private final List<int[]> pairUses = new ArrayList<>();

  /**
   * @param pairs of draft and gold; gains those of the faults
   * @param facts of draft and gold
   */
  Watches(
      Vocabulary vocabulary,
      LongTable pairs,
      LongTable facts,
      String draft,
      String gold,
      List<PlantedFault> faults) {
    this.vocabulary = vocabulary;
    this.pairs = pairs;
    this.facts = facts;
    this.draft = Spelled.of(vocabulary, draft);
    this.gold = Spelled.of(vocabulary, gold);
    mostHeading = heading(vocabulary.tokens(gold)) + MORE_HEADING;
    collectInnocent();
    for (PlantedFault fault : faults) {
      watches.add(watch(fault, watches.size()));
    }
  }

  List<Watch> all() {
    return watches;
  }

  /** Words that may come before what the lead shares with the draft's. */
  int mostHeading() {
    return mostHeading;
  }

  /** Words before the first sentence that ends in a stop. */
  private static int heading(Tokens tokens) {
    int words = 0;
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.END && tokens.isStopped()) {
        return words - tokens.inSentence();
      }
      words += kind == Tokens.END ? 0 : 1;
    }
    return words;
  }

  /** The uses of a word, see {@link Watch}. */
  int[] ofWord(long word) {
    return uses(anchorUses, anchors.get(word));
  }

  /** The uses of the pair of this number. */
  int[] ofPair(int pair) {
    return uses(pairUses, pair);
  }

  private Watch watch(PlantedFault fault, int number) {
    Spelled planted = Spelled.of(vocabulary, fault.planted());
    Spelled repaired = Spelled.of(vocabulary, fault.repaired());
    int anchorCount = 0;
    int pairCount = 0;
    int newCount = 0;
    LongTable seen = new LongTable();
    seen.put(0); // no pair
    boolean anchored = repaired.hasAnchorIn(planted); // else common words have to do
    for (int i = 0; i < repaired.words().size(); i++) {
      long word = repaired.words().get(i);
      boolean isNew = !seen.contains(word);
      seen.put(word);
      boolean isAnchor = anchored ? repaired.isAnchor(i) : !repaired.figures().get(i);
      if (isNew && isAnchor && anchorCount < Long.SIZE && planted.set().contains(word)) {
        use(anchorUses, anchors.put(word), number, anchorCount++);
      }
      long pair = repaired.neighbours().get(i);
      boolean isNewPair = !seen.contains(pair);
      seen.put(pair);
      if (isNewPair && planted.pairs().contains(pair)) {
        pairCount += pairCount < Long.SIZE ? watchPair(pair, number, pairCount) : 0;
      } else if (isNewPair && !(fault instanceof PlantedFault.Figure)) {
        newCount += newCount < Long.SIZE ? watchPair(pair, number, Watch.NEW + newCount) : 0;
      }
    }
    long wrong = 0;
    long participle = 0;
    int acts = 0;
    int left = NEVER;
    boolean exact = gold.secondMost(repaired.pairs()) < Watch.PAIRS * pairCount;
    long torn = 0;
    long spares = 0;
    int spare = NEVER;
    if (fault instanceof PlantedFault.Figure figure) {
      wrong = figure(figure.wrong(), planted);
      watchFigure(number, figure(figure.right(), repaired), repaired);
    } else if (fault instanceof PlantedFault.Filler filler) {
      List<Long> old = Spelled.without(planted.neighbours(), gold.pairs());
      int count = Math.min(old.size(), Long.SIZE);
      left = Math.min(Math.max(2, count / 4 + 1), Math.max(1, count));
      List<Long> nextButOne = Spelled.of(vocabulary, filler.filler()).nextButOne();
      old.addAll(Spelled.without(Spelled.without(nextButOne, gold.pairs()), planted.pairs()));
      watchOld(number, old);
      torn = torn(old, planted);
      Spelled cut = Spelled.of(vocabulary, filler.filler());
      List<Long> own = Spelled.without(cut.words(), repaired.set());
      spares = watchSpares(number, own, cut, repaired);
      spare = Math.max(2, (Math.min(own.size(), MOST_SPARE) + 1) / 2);
    } else if (fault instanceof PlantedFault.Passive) {
      participle = participle(fault.planted());
      acts = watchActs(number, participle, planted.words(), repaired);
      int old = watchOld(number, Spelled.without(planted.neighbours(), innocent));
      left = old == 0 ? NEVER : (old + 1) / 2;
    } else {
      left = Math.max((pairCount + 2) / 3, gold.secondMost(repaired.pairs()) + 1);
    }
    return new Watch(
        fault,
        repaired.words().size(),
        anchorCount,
        pairCount,
        newCount,
        facts.get(wrong),
        participle,
        acts,
        left,
        exact,
        torn,
        spares,
        spare);
  }

  /**
   * Watches a filler's words: its own, and of those that the repaired sentence has too, unless
   * common ones, each time in turn. Returns the bits of its own and of each once more than there.
   */
  private long watchSpares(int number, List<Long> own, Spelled filler, Spelled repaired) {
    int bits = 0;
    while (bits < Math.min(own.size(), MOST_SPARE)) {
      use(anchorUses, anchors.put(own.get(bits)), number, Watch.SPARE + bits++);
    }
    long spares = (1L << bits) - 1;
    LongTable seen = new LongTable();
    for (int i = 0; i < filler.words().size(); i++) {
      long word = filler.words().get(i);
      int due = Collections.frequency(repaired.words(), word);
      boolean isNew = !seen.contains(word);
      seen.put(word);
      if (isNew && due > 0 && filler.isAnchor(i) && bits + due < MOST_SPARE) {
        for (int time = 0; time <= due; time++) {
          use(anchorUses, anchors.put(word), number, Watch.SPARE + bits++);
        }
        spares |= 1L << (bits - 1);
      }
    }
    return spares;
  }

  private int watchPair(long pair, int number, int bit) {
    use(pairUses, pairs.put(pair), number, bit);
    return 1;
  }

  /** The right figure counts beside one of its neighbours. */
  private void watchFigure(int number, long right, Spelled repaired) {
    int at = repaired.words().indexOf(right);
    for (int i = Math.max(at, 1); i <= at + 1 && i < repaired.words().size(); i++) {
      watchPair(repaired.neighbours().get(i), number, Watch.NEW);
    }
  }

  private void collectInnocent() {
    gold.neighbours().forEach(innocent::put);
    LongTable seen = new LongTable();
    for (long pair : draft.neighbours()) {
      if (seen.contains(pair)) {
        innocent.put(pair);
      }
      seen.put(pair);
    }
  }

  /** Watches pairs that show a fault; how many, at most 64. */
  private int watchOld(int number, List<Long> old) {
    int count = Math.min(old.size(), Long.SIZE);
    for (int i = 0; i < count; i++) {
      watchPair(old.get(i), number, Watch.OLD + i);
    }
    return count;
  }

  /** The bits of those pairs that the draft has in this planted sentence alone, or nowhere. */
  private long torn(List<Long> old, Spelled planted) {
    long torn = 0;
    for (int i = 0; i < Math.min(old.size(), Long.SIZE); i++) {
      LongTable others = planted.pairs().contains(old.get(i)) ? innocent : draft.pairs();
      torn |= others.contains(old.get(i)) ? 0 : 1L << i;
    }
    return torn;
  }

  /**
   * Who does what to what, in this order. The verb is the participle or, where the gold has another
   * form, its last word that the draft's sentence lacks. The agent is the last word before it that
   * the draft's sentence lacks or has behind the participle.
   *
   * <p>Behind the object, the participle is a passive; unless a sentence of the gold has it there.
   *
   * @return how many of the three the sentence names
   */
  private int watchActs(int number, long participle, List<Long> planted, Spelled repaired) {
    List<Long> words = repaired.words();
    int done = planted.indexOf(participle);
    if (done < 0) {
      return 0; // nothing was in the passive voice
    }
    int verb = words.indexOf(participle);
    for (int i = words.size() - 1; verb < 0 && i >= 0; i--) {
      verb = planted.contains(words.get(i)) || !repaired.isAnchor(i) ? verb : i;
    }
    boolean isNamed = false;
    for (int i = verb - 1; i >= 0; i--) {
      boolean isLacking = !planted.contains(words.get(i));
      if (repaired.isAnchor(i) && (isLacking || planted.lastIndexOf(words.get(i)) > done)) {
        use(anchorUses, anchors.put(words.get(i)), number, Watch.AGENT);
        isNamed = true;
        break;
      }
    }
    if (!isNamed) {
      return 0; // the sentence does not say who acts
    }
    use(anchorUses, anchors.put(words.get(verb)), number, Watch.VERB);
    use(anchorUses, anchors.put(participle), number, Watch.VERB);
    for (int i = verb + 1; i < words.size(); i++) {
      int before = planted.indexOf(words.get(i));
      if (repaired.isAnchor(i) && before >= 0 && before < done) {
        use(anchorUses, anchors.put(words.get(i)), number, Watch.OBJECT);
        if (!gold.hasBehind(words.get(i), participle)) {
          use(anchorUses, anchors.put(participle), number, Watch.DONE);
        }
        return 3;
      }
    }
    return 2;
  }

  /** The first passive's participle; 0 without one. */
  private long participle(String passive) {
    Tokens tokens = vocabulary.tokens(passive);
    Voice voice = new Voice();
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.END) {
        voice.reset();
      } else if (voice.completes(kind, tokens)) {
        return tokens.lowered();
      }
    }
    return 0;
  }

  /** A figure as its sentence has it: with the percent sign or word that may stand behind it. */
  private long figure(String text, Spelled sentence) {
    long figure = Spelled.of(vocabulary, text).words().stream().findFirst().orElse(0L);
    return sentence.set().contains(figure) ? figure : FigureScan.percent(figure);
  }

  private static void use(List<int[]> uses, int number, int watch, int bit) {
    while (uses.size() <= number) {
      uses.add(Watch.NO_USES);
    }
    int[] before = uses.get(number);
    int[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = Watch.use(watch, bit);
    uses.set(number, after);
  }

  private static int[] uses(List<int[]> uses, int number) {
    return number < 0 || number >= uses.size() ? Watch.NO_USES : uses.get(number);
  }
}

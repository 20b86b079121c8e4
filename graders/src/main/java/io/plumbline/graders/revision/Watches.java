package io.plumbline.graders.revision;

import io.plumbline.graders.tasks.PlantedFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the planted faults make of words and pairs: for each of these, which watches it tells what.
 */
final class Watches {
  private final Vocabulary vocabulary;
  private final LongTable pairs;
  private final LongTable facts;
  private final LongTable goldPairs;
  private final List<Watch> watches = new ArrayList<>();
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
      String gold,
      List<PlantedFault> faults) {
    this.vocabulary = vocabulary;
    this.pairs = pairs;
    this.facts = facts;
    goldPairs = spelled(gold).pairs();
    for (PlantedFault fault : faults) {
      watches.add(watch(fault, watches.size()));
    }
  }

  List<Watch> all() {
    return watches;
  }

  /** The uses of a word, see {@link Watch}. */
  int[] ofWord(long word) {
    return uses(anchorUses, anchors.get(word));
  }

  /** The uses of the pair of this number. */
  int[] ofPair(int pair) {
    return uses(pairUses, pair);
  }

  /** A sentence's words, common ones and figures marked. */
  private record Spelled(List<Long> words, List<Boolean> figures, LongTable set, LongTable pairs) {
    boolean isAnchor(int i) {
      return !figures.get(i) && !Words.isCommon(words.get(i));
    }

    /** Whether it shares an anchor with another. */
    boolean hasAnchorIn(Spelled other) {
      for (int i = 0; i < words.size(); i++) {
        if (isAnchor(i) && other.set().contains(words.get(i))) {
          return true;
        }
      }
      return false;
    }
  }

  private Spelled spelled(String text) {
    Spelled spelled =
        new Spelled(new ArrayList<>(), new ArrayList<>(), new LongTable(), new LongTable());
    Tokens tokens = vocabulary.tokens(text);
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind != Tokens.END) {
        long word = vocabulary.word(tokens, kind);
        if (!tokens.isFirst()) {
          spelled.pairs().put(Hashes.pair(spelled.words().get(spelled.words().size() - 1), word));
        }
        spelled.words().add(word);
        spelled.figures().add(kind == Tokens.FIGURE);
        spelled.set().put(word);
      }
    }
    return spelled;
  }

  private Watch watch(PlantedFault fault, int number) {
    Spelled planted = spelled(fault.planted());
    Spelled repaired = spelled(fault.repaired());
    int anchorCount = 0;
    int pairCount = 0;
    LongTable seen = new LongTable();
    boolean anchored = repaired.hasAnchorIn(planted); // else common words have to do
    for (int i = 0; i < repaired.words().size(); i++) {
      long word = repaired.words().get(i);
      boolean isNew = !seen.contains(word);
      seen.put(word);
      boolean isAnchor = anchored ? repaired.isAnchor(i) : !repaired.figures().get(i);
      if (isNew && isAnchor && anchorCount < Long.SIZE && planted.set().contains(word)) {
        use(anchorUses, anchors.put(word), number, anchorCount++);
      }
      long pair = i == 0 ? 0 : Hashes.pair(repaired.words().get(i - 1), word);
      if (pairCount < Long.SIZE && planted.pairs().contains(pair) && !seen.contains(pair)) {
        seen.put(pair);
        use(pairUses, pairs.put(pair), number, pairCount++);
      }
    }
    int limit = 2 * repaired.words().size() + 4;
    long wrong = 0;
    long participle = 0;
    int needed = 0;
    if (fault instanceof PlantedFault.Figure figure) {
      wrong = figure(figure.wrong(), planted);
      watchFigure(number, figure(figure.right(), repaired), repaired);
    } else if (fault instanceof PlantedFault.Filler filler) {
      needed = watchFiller(number, spelled(filler.filler()), planted);
    } else if (fault instanceof PlantedFault.Passive) {
      participle = participle(fault.planted());
      needed = watchActs(number, participle, planted.words(), repaired);
    }
    return new Watch(fault, anchorCount, pairCount, limit, facts.get(wrong), participle, needed);
  }

  /** The right figure counts beside one of its neighbours. */
  private void watchFigure(int number, long right, Spelled repaired) {
    List<Long> words = repaired.words();
    int at = words.indexOf(right);
    if (at > 0) {
      use(pairUses, pairs.put(Hashes.pair(words.get(at - 1), right)), number, Watch.EXTRA);
    }
    if (at >= 0 && at + 1 < words.size()) {
      use(pairUses, pairs.put(Hashes.pair(right, words.get(at + 1))), number, Watch.EXTRA);
    }
  }

  /**
   * A filler shows by those of its pairs that the gold lacks; where these are not two, by those
   * with the words around it too.
   *
   * @return how many of them, at most 64, show that it is there: more than a quarter, and two
   */
  private int watchFiller(int number, Spelled filler, Spelled planted) {
    int own = watchNew(number, filler, 0);
    int count = own < 2 ? watchNew(number, planted, own) : own;
    return Math.min(Math.max(2, count / 4 + 1), Math.max(1, count));
  }

  /** Watches the pairs of a text that the gold lacks, from this bit on; the bit behind the last. */
  private int watchNew(int number, Spelled text, int from) {
    int bit = from;
    for (int i = 1; i < text.words().size() && bit < Long.SIZE; i++) {
      long pair = Hashes.pair(text.words().get(i - 1), text.words().get(i));
      if (!goldPairs.contains(pair)) {
        use(pairUses, pairs.put(pair), number, Watch.EXTRA + bit++);
      }
    }
    return bit;
  }

  /**
   * Who does what to what, in this order. The verb is the participle or, where the gold has another
   * form, its last word that the draft's sentence lacks. The agent is the last word before it that
   * the draft's sentence lacks or has behind the participle.
   *
   * @return the last of the three that the sentence names
   */
  private int watchActs(int number, long participle, List<Long> planted, Spelled repaired) {
    List<Long> words = repaired.words();
    int done = planted.indexOf(participle);
    int verb = words.indexOf(participle);
    for (int i = words.size() - 1; verb < 0 && i >= 0; i--) {
      verb = planted.contains(words.get(i)) || !repaired.isAnchor(i) ? verb : i;
    }
    int last = 0;
    for (int i = verb - 1; i >= 0; i--) {
      boolean isLacking = !planted.contains(words.get(i));
      if (repaired.isAnchor(i) && (isLacking || planted.lastIndexOf(words.get(i)) > done)) {
        use(anchorUses, anchors.put(words.get(i)), number, Watch.AGENT);
        last = Watch.AGENT;
        break;
      }
    }
    if (last == 0 || participle == 0) {
      return 0; // the sentence does not say who acts
    }
    use(anchorUses, anchors.put(words.get(verb)), number, Watch.VERB);
    if (words.get(verb) != participle) {
      use(anchorUses, anchors.put(participle), number, Watch.VERB);
    }
    for (int i = verb + 1; i < words.size(); i++) {
      int before = planted.indexOf(words.get(i));
      if (repaired.isAnchor(i) && before >= 0 && before < done) {
        use(anchorUses, anchors.put(words.get(i)), number, Watch.OBJECT);
        return Watch.OBJECT;
      }
    }
    return Watch.VERB;
  }

  /** The first passive's participle; 0 without one. */
  private long participle(String passive) {
    Tokens tokens = vocabulary.tokens(passive);
    Voice voice = new Voice();
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (voice.completes(kind, tokens)) {
        return tokens.hash();
      }
    }
    return 0;
  }

  /** A figure as its sentence has it: with the percent sign or word that may stand behind it. */
  private long figure(String text, Spelled sentence) {
    List<Long> words = spelled(text).words();
    long figure = words.isEmpty() ? 0 : words.get(0);
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

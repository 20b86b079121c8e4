package io.plumbline.graders.revision;

import io.plumbline.graders.tasks.RevisionReference;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * What grading needs of a draft and its gold, indexed once. Where nobody wrote a gold, the draft
 * stands for it.
 */
final class DraftIndex {
  /** Between the last word of a sentence and the first of the next. */
  static final long BREAK = Hashes.of("\n");

  private static final int MOST_COUNTED = 127;

  private final Vocabulary vocabulary;
  private final String draft;
  private final LongTable pairs = new LongTable();

  /** Participles of the gold's passives. */
  private final LongTable passives = new LongTable();

  /** What sentences end and begin with that stand one behind the other. */
  private final LongTable junctions = new LongTable();

  private final int[] keptPairs;
  private final int[] mostPairs;
  private final int[] keptJunctions;
  private final int[] goldPassives;
  private final int neededPairs;
  private final int neededJunctions;

  private final FactIndex facts;
  private final Watches watches;
  private final long draftSequence;

  /** Whether somebody wrote a gold and it is the draft. */
  private final boolean copyIsGold;

  DraftIndex(String draft, RevisionReference reference) {
    boolean written = !reference.gold().isBlank();
    String gold = written ? reference.gold() : draft;
    this.draft = draft;
    vocabulary = new Vocabulary(draft, gold);
    Counts drafts = new Counts(draft.length() + gold.length());
    Counts golds = new Counts(draft.length() + gold.length());
    drafts.count(draft);
    golds.count(gold);
    draftSequence = drafts.sequence;
    copyIsGold = written && golds.sequence == draftSequence;
    goldPassives = written ? countPassives(gold) : new int[0];
    facts = new FactIndex(vocabulary, draft, gold);
    watches = new Watches(vocabulary, pairs, facts.table(), draft, gold, reference.faults());
    // Only now: a watch may have pairs that neither text has.
    keptPairs = merged(drafts.pairs, golds.pairs, pairs.size(), Math::min);
    mostPairs = merged(drafts.pairs, golds.pairs, pairs.size(), Math::max);
    neededPairs = Arrays.stream(keptPairs).sum();
    keptJunctions = merged(drafts.junctions, golds.junctions, junctions.size(), Math::min);
    neededJunctions = Arrays.stream(keptJunctions).sum();
  }

  /** How often one text has each pair and each junction, by their numbers. */
  private final class Counts {
    final int[] pairs;
    final int[] junctions;

    /** A hash of all words in order. */
    long sequence;

    Counts(int most) {
      pairs = new int[most + 1];
      junctions = new int[most + 1];
    }

    void count(String text) {
      Tokens tokens = vocabulary.tokens(text);
      Junction junction = new Junction();
      long last = BREAK;
      for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
        if (kind == Tokens.END) {
          last = Hashes.pair(last, BREAK);
          continue;
        }
        long word = vocabulary.word(tokens);
        pairs[DraftIndex.this.pairs.put(Hashes.pair(last, word))]++;
        if (junction.isComplete(tokens.inSentence(), last, word)) {
          junctions[DraftIndex.this.junctions.put(junction.key())]++;
        }
        sequence = Hashes.pair(sequence, word);
        last = word;
      }
    }
  }

  private int[] countPassives(String gold) {
    int[] counts = new int[gold.length() + 1];
    Tokens tokens = vocabulary.tokens(gold);
    Voice voice = new Voice();
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.END) {
        voice.reset();
      } else if (voice.completes(kind, tokens)) {
        counts[passives.put(tokens.lowered())]++;
      }
    }
    return merged(counts, counts, passives.size(), Math::max);
  }

  /** The first {@code size} numbers of both, made one. */
  static int[] merged(int[] one, int[] other, int size, IntBinaryOperator operator) {
    int[] merged = new int[size];
    for (int i = 0; i < Math.min(size, one.length); i++) {
      merged[i] = Math.min(MOST_COUNTED, operator.applyAsInt(one[i], other[i]));
    }
    return merged;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  String draft() {
    return draft;
  }

  Watches watches() {
    return watches;
  }

  /** The number of a pair of neighbours that draft, gold or a fault have, or -1. */
  int pair(long last, long word) {
    return pairs.get(Hashes.pair(last, word));
  }

  /** Whether draft or gold have the pair of this number. */
  boolean isKnown(int pair) {
    return pair >= 0 && mostPairs[pair] > 0;
  }

  /** The number of a participle that the gold has in the passive voice, or -1. */
  int passive(long participle) {
    return passives.get(participle);
  }

  /** How many pairs there are. */
  int pairs() {
    return mostPairs.length;
  }

  FactIndex facts() {
    return facts;
  }

  int passives() {
    return goldPassives.length;
  }

  /** How often draft and gold both have a pair. */
  int keptPairs(int pair) {
    return keptPairs[pair];
  }

  /** The number of a junction that draft or gold have, or -1. */
  int junction(Junction junction) {
    return junctions.get(junction.key());
  }

  int junctions() {
    return keptJunctions.length;
  }

  int keptJunctions(int junction) {
    return keptJunctions[junction];
  }

  /** How often an output may have a pair: the more of draft and gold. */
  int mostPairs(int pair) {
    return mostPairs[pair];
  }

  int goldPassives(int passive) {
    return goldPassives[passive];
  }

  int neededPairs() {
    return neededPairs;
  }

  int neededJunctions() {
    return neededJunctions;
  }

  /** Whether words in this order are the draft's and not the gold's too. */
  boolean isCopy(long sequence) {
    return sequence == draftSequence && !copyIsGold;
  }
}

package io.plumbline.graders.revision;

import java.util.Arrays;

/**
 * Walks outputs, one after the other, counting what the strict dimensions are made of. Not for two
 * threads at once.
 */
final class DraftPass {
  private final DraftIndex index;
  private final Tokens tokens;
  private final Voice voice = new Voice();
  private final RepairMarks marks;

  private final FactPass facts;
  private final Junction junction = new Junction();
  private final byte[] pairCounts;
  private final byte[] junctionCounts;
  private final byte[] passiveCounts;
  private int pairs;
  private int foreignWords;
  private int words;
  private int sentences;
  private int passiveSentences;
  private long sequence;
  private boolean isPassive;

  DraftPass(DraftIndex index) {
    this.index = index;
    tokens = index.vocabulary().tokens();
    marks = new RepairMarks(index.watches());
    facts = new FactPass(index.facts());
    pairCounts = new byte[index.pairs()];
    junctionCounts = new byte[index.junctions()];
    passiveCounts = new byte[index.passives()];
  }

  /** Walks an output. */
  DraftPass run(String output) {
    reset();
    tokens.start(output);
    long last = DraftIndex.BREAK;
    long beforeLast = 0;
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.END) {
        endSentence(last);
        last = Hashes.pair(last, DraftIndex.BREAK);
        continue;
      }
      words++;
      long word = index.vocabulary().word(tokens);
      sequence = Hashes.pair(sequence, word);
      int pair = index.pair(last, word);
      countPair(pair);
      long fact = index.vocabulary().fact(tokens, kind);
      facts.take(last, word, fact, tokens.isFirst(), index.isKnown(pair));
      foreignWords += tokens.isForeign() ? 1 : 0;
      countJunction(junction.isComplete(tokens.inSentence(), last, word));
      marks.takeWord(word, tokens.inSentence());
      if (voice.completes(kind, tokens)) {
        isPassive |= isAdded(tokens.lowered());
        marks.takePassive(tokens.lowered());
      }
      if (word == Words.BY) {
        marks.takePassive(Words.isParticle(last) ? beforeLast : last);
      }
      beforeLast = last;
      last = word;
    }
    tokens.start(""); // lets go of the output
    return this;
  }

  /** What a sentence's end forgets is forgotten: a text ends with one. */
  private void reset() {
    Arrays.fill(pairCounts, (byte) 0);
    Arrays.fill(junctionCounts, (byte) 0);
    Arrays.fill(passiveCounts, (byte) 0);
    facts.reset();
    marks.reset();
    pairs = 0;
    foreignWords = 0;
    words = 0;
    sentences = 0;
    passiveSentences = 0;
    sequence = 0;
  }

  private void countPair(int pair) {
    pairs++;
    if (pair >= 0) {
      add(pairCounts, pair);
      marks.takePair(pair, tokens.inSentence());
    }
  }

  private void countJunction(boolean complete) {
    int number = complete ? index.junction(junction) : -1;
    if (number >= 0) {
      add(junctionCounts, number);
    }
  }

  /** Counts a passive; whether the gold has it less often. */
  private boolean isAdded(long participle) {
    int passive = index.passive(participle);
    if (passive < 0) {
      return true;
    }
    add(passiveCounts, passive);
    return passiveCounts[passive] > index.goldPassives(passive);
  }

  private void endSentence(long last) {
    facts.endSentence(last, tokens.inSentence());
    sentences++;
    passiveSentences += isPassive ? 1 : 0;
    isPassive = false;
    voice.reset();
    marks.endSentence(tokens.isStopped(), tokens.inSentence());
  }

  static void add(byte[] counts, int number) {
    if (counts[number] < Byte.MAX_VALUE) {
      counts[number]++;
    }
  }

  /** Whether the output repairs the fault of this number. */
  boolean isRepaired(int number) {
    int fact = index.watches().all().get(number).wrongFact();
    boolean hasWrong = fact >= 0 && facts.count(fact) > index.facts().gold(fact);
    return marks.isRepaired(number) && !hasWrong;
  }

  /** Whether some sentence stands for the one that had the fault of this number. */
  boolean isMet(int number) {
    return marks.isMet(number);
  }

  int repaired() {
    int count = 0;
    for (int i = 0; i < index.watches().all().size(); i++) {
      count += isRepaired(i) ? 1 : 0;
    }
    return count;
  }

  int words() {
    return words;
  }

  int foreignWords() {
    return foreignWords;
  }

  boolean isCopy() {
    return index.isCopy(sequence);
  }

  FactPass facts() {
    return facts;
  }

  /** Share of the sentences in the passive voice where the gold is not. */
  double passiveShare() {
    return sentences == 0 ? 0 : (double) passiveSentences / sentences;
  }

  /** Share of the pairs that draft and gold have both that the output has too. */
  double kept() {
    int kept = 0;
    for (int i = 0; i < pairCounts.length; i++) {
      kept += Math.min(pairCounts[i], index.keptPairs(i));
    }
    return share(kept, index.neededPairs());
  }

  /** The same of the junctions of sentences: whether they keep their order. */
  double order() {
    int kept = 0;
    for (int i = 0; i < junctionCounts.length; i++) {
      kept += Math.min(junctionCounts[i], index.keptJunctions(i));
    }
    return share(kept, index.neededJunctions());
  }

  /** Share of the output's pairs that draft or gold have, as often as they have them. */
  double own() {
    int own = 0;
    for (int i = 0; i < pairCounts.length; i++) {
      own += Math.min(pairCounts[i], index.mostPairs(i));
    }
    return pairs == 0 ? 0 : (double) own / pairs;
  }

  double faithfulness() {
    return facts.faithfulness(kept());
  }

  static double share(int part, int whole) {
    return whole == 0 ? 1 : (double) part / whole;
  }

  int pairCount(int pair) {
    return pairCounts[pair];
  }
}

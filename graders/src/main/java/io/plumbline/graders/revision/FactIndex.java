package io.plumbline.graders.revision;

import java.util.Arrays;

/** The figures, names and negations of a draft and its gold: which, how often, where. */
final class FactIndex {
  private final LongTable facts = new LongTable();

  /** Where runs of figures and names stand, and which of them where. */
  private final LongTable places = new LongTable();

  private final LongTable filledPlaces = new LongTable();

  /** The pairs that would arise if negations were left out. */
  private final LongTable closures = new LongTable();

  private final int[] kept;
  private final int[] gold;
  private final int[] most;
  private final int needed;
  private final int mostNegations;

  FactIndex(Vocabulary vocabulary, String draftText, String goldText) {
    Counts drafts = new Counts(draftText.length() + goldText.length());
    Counts golds = new Counts(draftText.length() + goldText.length());
    drafts.count(vocabulary, draftText);
    golds.count(vocabulary, goldText);
    kept = DraftIndex.merged(drafts.counts, golds.counts, facts.size(), Math::min);
    gold = DraftIndex.merged(golds.counts, golds.counts, facts.size(), Math::min);
    most = DraftIndex.merged(drafts.counts, golds.counts, facts.size(), Math::max);
    needed = Arrays.stream(kept).sum();
    mostNegations = Math.max(drafts.negations, golds.negations);
  }

  /** How often one text has each fact, by its number. */
  private final class Counts {
    final int[] counts;
    int negations;

    Counts(int most) {
      counts = new int[most + 1];
    }

    void count(Vocabulary vocabulary, String text) {
      Tokens tokens = vocabulary.tokens(text);
      FactRuns runs = new FactRuns();
      long last = 0;
      long beforeNegation = 0;
      for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
        if (kind == Tokens.END) {
          keepPlace(runs.end(), runs);
          beforeNegation = 0;
          continue;
        }
        long word = vocabulary.word(tokens);
        long fact = vocabulary.fact(tokens, kind);
        boolean isNegation = fact == Words.NEGATION;
        keepPlace(runs.take(last, word, tokens.isFirst(), fact != 0 && !isNegation), runs);
        if (beforeNegation != 0) {
          closures.put(Hashes.pair(beforeNegation, word));
        }
        beforeNegation = isNegation && !tokens.isFirst() ? last : 0;
        last = word;
        if (fact != 0) {
          counts[facts.put(fact)]++;
          negations += isNegation ? 1 : 0;
        }
      }
    }
  }

  private void keepPlace(boolean ended, FactRuns runs) {
    if (ended) {
      places.put(runs.place());
      filledPlaces.put(runs.filled());
    }
  }

  /** Whether draft and gold have other figures or names at the run's place, and never these. */
  boolean isDisplaced(FactRuns runs) {
    return places.contains(runs.place()) && !filledPlaces.contains(runs.filled());
  }

  /** Whether draft or gold have a sentence of this word alone, a figure or name. */
  boolean standsAlone(long word) {
    return filledPlaces.contains(FactRuns.alone(word));
  }

  /** Whether two words, one behind the other, are draft's or gold's with a negation between. */
  boolean isClosure(long last, long word) {
    return closures.contains(Hashes.pair(last, word));
  }

  /** The number of a fact that draft or gold have, or -1. */
  int number(long fact) {
    return facts.get(fact);
  }

  int size() {
    return most.length;
  }

  /** For watches. */
  LongTable table() {
    return facts;
  }

  /** How often draft and gold both have a fact. */
  int kept(int fact) {
    return kept[fact];
  }

  int gold(int fact) {
    return gold[fact];
  }

  /** How often an output may have a fact. */
  int most(int fact) {
    return most[fact];
  }

  int needed() {
    return needed;
  }

  int mostNegations() {
    return mostNegations;
  }
}

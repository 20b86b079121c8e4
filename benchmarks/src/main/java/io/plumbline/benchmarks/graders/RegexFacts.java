package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexVocabulary.Line;
import io.plumbline.benchmarks.graders.RegexVocabulary.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Figures, names and negations: which a draft and its gold have, and which an output. */
final class RegexFacts {
  private static final String EDGE = "|";

  private final Set<Pair> known;
  private final Bag<String> gold = new Bag<>();
  private final Bag<String> both;
  private final Bag<String> either;
  private final int mostNegations;

  /** The pairs that would arise if negations were left out. */
  private final Set<Pair> gaps = new HashSet<>();

  /** Between which words runs of figures and names stand, and which ones. */
  private final Map<Pair, Set<List<String>>> runs = new HashMap<>();

  /** The facts of draft and gold, whose pairs are {@code known}. */
  RegexFacts(List<Line> draftLines, List<Line> goldLines, Set<Pair> known) {
    this.known = known;
    Bag<String> draft = new Bag<>();
    collect(draftLines, draft);
    collect(goldLines, gold);
    both = draft.and(gold);
    either = draft.or(gold);
    mostNegations =
        Math.max(draft.count(RegexVocabulary.NEGATION), gold.count(RegexVocabulary.NEGATION));
  }

  private void collect(List<Line> lines, Bag<String> facts) {
    for (Line line : lines) {
      for (int i = 0; i < line.words().size(); i++) {
        String fact = line.facts().get(i);
        if (!fact.isEmpty()) {
          facts.add(fact);
        }
        if (fact.equals(RegexVocabulary.NEGATION) && i > 0 && i + 1 < line.words().size()) {
          gaps.add(new Pair(line.words().get(i - 1), line.words().get(i + 1)));
        }
      }
      for (Run run : runs(line)) {
        runs.computeIfAbsent(run.place(), place -> new HashSet<>()).add(run.words());
      }
    }
  }

  private record Run(Pair place, List<String> words) {}

  /** Runs of figures and names, their words sorted, with the words before and behind. */
  private static List<Run> runs(Line line) {
    List<Run> runs = new ArrayList<>();
    List<String> run = new ArrayList<>();
    String before = EDGE;
    for (int i = 0; i <= line.words().size(); i++) {
      String fact = i == line.words().size() ? "" : line.facts().get(i);
      if (!fact.isEmpty() && !fact.equals(RegexVocabulary.NEGATION)) {
        run.add(line.words().get(i));
        continue;
      }
      String word = i == line.words().size() ? EDGE : line.words().get(i);
      if (!run.isEmpty()) {
        Collections.sort(run);
        runs.add(new Run(new Pair(before, word), run));
        run = new ArrayList<>();
      }
      before = word;
    }
    return runs;
  }

  /** Whether draft or gold have a sentence of this word alone, a figure or name. */
  private boolean standsAlone(List<String> words) {
    Set<List<String>> alone = runs.get(new Pair(EDGE, EDGE));
    return alone != null && alone.contains(words);
  }

  /** How often the gold has a fact. */
  int inGold(String fact) {
    return gold.count(fact);
  }

  /** What an output's facts come to. */
  final class Check {
    private final Bag<String> all = new Bag<>();

    /** Those whose neighbours are theirs in draft or gold. */
    private final Bag<String> held = new Bag<>();

    private boolean negated;
    private boolean invented;

    void take(Line line) {
      List<Boolean> isKnown = new ArrayList<>();
      line.pairs().forEach(pair -> isKnown.add(known.contains(pair)));
      for (int i = 0; i < line.words().size(); i++) {
        boolean first = i == 0;
        boolean last = i + 1 == line.words().size();
        boolean before = first || isKnown.get(i);
        if (!before && gaps.contains(line.pairs().get(i))) {
          negated = true;
        }
        String fact = line.facts().get(i);
        if (fact.isEmpty()) {
          continue;
        }
        all.add(fact);
        boolean behind = last || isKnown.get(i + 1);
        boolean isAlone = line.words().size() == 1;
        if (before && behind && (!isAlone || standsAlone(line.words()))) {
          held.add(fact);
        }
        if (fact.equals(RegexVocabulary.NEGATION)) {
          negated |= (first || !before) && (last || !behind);
        } else {
          invented |= !either.has(fact);
        }
      }
      for (Run run : runs(line)) {
        Set<List<String>> others = runs.get(run.place());
        invented |= others != null && !others.contains(run.words());
      }
    }

    int count(String fact) {
      return all.count(fact);
    }

    boolean isNegationChanged() {
      return negated || all.count(RegexVocabulary.NEGATION) > mostNegations;
    }

    boolean isUnsupported() {
      return invented;
    }

    double faithfulness(double kept) {
      if (isNegationChanged()) {
        return 0;
      }
      double recall =
          both.size() == 0 ? kept : RegexStrictRevision.share(held.common(both), both.size());
      return recall * RegexStrictRevision.share(held.common(either), all.size());
    }
  }
}

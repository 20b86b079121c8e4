package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexVocabulary.Line;
import io.plumbline.benchmarks.graders.RegexVocabulary.Pair;
import io.plumbline.graders.tasks.PlantedFault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a planted fault and its repair show: the words and pairs that tell. */
final class RegexFault {
  /** More pairs than any sentence has. */
  static final int NEVER = Integer.MAX_VALUE;

  private static final double WORDS = 0.8;
  private static final double PAIRS = 0.75;
  private static final double LEAD_PAIRS = 0.8;
  private static final double ALL_PAIRS = 0.5;
  private static final int MORE_HEADING = 12;
  private static final int MOST_SPARE = 60;

  /** Words, and pairs of each kind, that are known of one fault: the first. */
  private static final int MOST = 64;

  private final PlantedFault fault;
  private final List<Line> gold;
  private final int length;

  /** Words that both forms have: what they are about or, without such, any. */
  final Set<String> anchors = new LinkedHashSet<>();

  /**
   * Pairs within a sentence that both forms have, the repaired one alone, the planted one alone.
   */
  final Set<Pair> shared = new LinkedHashSet<>();

  final Set<Pair> fresh = new LinkedHashSet<>();
  final Set<Pair> old = new LinkedHashSet<>();

  /** Old ones of a filler that the draft has nowhere else. */
  final Set<Pair> torn = new HashSet<>();

  /** A filler's words that the repaired form lacks. */
  private final Set<String> spare = new HashSet<>();

  /** How often the repaired form has those of a filler's words that it has too. */
  private final Map<String, Integer> dueTimes = new HashMap<>();

  /** What agent, verb and object are called, as far as the repaired form names them. */
  final List<Set<String>> roles = new ArrayList<>();

  /** Of a passive; else empty. */
  final String participle;

  /** The wrong figure, or empty. */
  final String wrong;

  /** Whether the participle may not come behind the object. */
  private boolean isOrdered;

  /** How many pairs in one sentence, old ones or a lead's own, show that the fault is there. */
  private final int left;

  /** Words that may come before a lead. */
  private final int mostHeading;

  /** Whether all that stands for its sentence has to be right. */
  private final boolean exact;

  RegexFault(PlantedFault fault, RegexVocabulary vocabulary, List<Line> draft, List<Line> gold) {
    this.fault = fault;
    this.gold = gold;
    List<Line> repairedLines = vocabulary.lines(fault.repaired());
    List<Line> plantedLines = vocabulary.lines(fault.planted());
    List<String> repaired = RegexVocabulary.words(repairedLines);
    List<String> planted = RegexVocabulary.words(plantedLines);
    length = repaired.size();
    collectAnchors(repaired, planted);
    Set<Pair> wanted = pairs(repairedLines);
    Set<Pair> spoilt = pairs(plantedLines);
    for (Pair pair : wanted) {
      (spoilt.contains(pair) ? shared : fresh).add(pair);
    }
    List.of(shared, fresh).forEach(RegexFault::keepFirst);
    String done = "";
    String mistaken = "";
    if (fault instanceof PlantedFault.Figure figure) {
      mistaken = figure(vocabulary, figure.wrong(), planted);
      fresh.clear();
      collectNeighbours(figure(vocabulary, figure.right(), repaired), repairedLines);
      left = NEVER;
    } else if (fault instanceof PlantedFault.Filler filler) {
      old.addAll(spoilt);
      old.removeAll(pairs(gold));
      keepFirst(old);
      left = Math.min(Math.max(2, old.size() / 4 + 1), Math.max(1, old.size()));
      collectTorn(vocabulary.lines(filler.filler()), spoilt, within(draft));
      keepFirst(old);
      collectSpare(RegexVocabulary.words(vocabulary.lines(filler.filler())), repaired);
    } else if (fault instanceof PlantedFault.Passive) {
      done = plantedLines.stream().flatMap(line -> line.passives().stream()).findFirst().orElse("");
      collectRoles(done, repaired, planted);
      Bag<Pair> drafted = within(draft);
      old.addAll(spoilt);
      old.removeAll(pairs(gold));
      old.removeIf(pair -> drafted.count(pair) > 1);
      keepFirst(old);
      left = old.isEmpty() ? NEVER : (old.size() + 1) / 2;
    } else {
      left = Math.max((shared.size() + 2) / 3, inOthers(wanted) + 1);
    }
    participle = done;
    mostHeading =
        MORE_HEADING
            + gold.stream()
                .takeWhile(line -> !line.stopped())
                .mapToInt(line -> line.words().size())
                .sum();
    exact = inOthers(wanted) < PAIRS * shared.size();
    wrong = mistaken;
  }

  private void collectSpare(List<String> filler, List<String> repaired) {
    filler.stream()
        .filter(word -> !repaired.contains(word))
        .distinct()
        .limit(MOST_SPARE)
        .forEach(spare::add);
    int room = MOST_SPARE - spare.size();
    for (String word : new LinkedHashSet<>(filler)) {
      int due = Collections.frequency(repaired, word);
      if (due > 0 && due < room && isContent(word)) {
        dueTimes.put(word, due);
        room -= due + 1;
      }
    }
  }

  /** Whether so many of the filler's words stand in the line as half of its own, and two. */
  boolean isBeside(Line line) {
    long there = spare.stream().filter(new HashSet<>(line.words())::contains).count();
    for (Map.Entry<String, Integer> word : dueTimes.entrySet()) {
      there += Collections.frequency(line.words(), word.getKey()) > word.getValue() ? 1 : 0;
    }
    return there >= Math.max(2, (spare.size() + 1) / 2);
  }

  private static List<Pair> within(Line line) {
    return line.pairs().subList(1, line.pairs().size());
  }

  private static Bag<Pair> within(List<Line> lines) {
    Bag<Pair> pairs = new Bag<>();
    lines.forEach(line -> within(line).forEach(pairs::add));
    return pairs;
  }

  private static Set<Pair> pairs(List<Line> lines) {
    Set<Pair> pairs = new LinkedHashSet<>();
    lines.forEach(line -> pairs.addAll(within(line)));
    return pairs;
  }

  private static boolean isFigure(String word) {
    return word.startsWith("#");
  }

  private static boolean isContent(String word) {
    return !isFigure(word) && !RegexWords.COMMON.contains(word);
  }

  private void collectAnchors(List<String> repaired, List<String> planted) {
    anchors.addAll(repaired);
    anchors.retainAll(planted);
    anchors.removeIf(RegexFault::isFigure);
    if (anchors.stream().anyMatch(RegexFault::isContent)) {
      anchors.removeIf(word -> !isContent(word));
    }
    keepFirst(anchors);
  }

  private static <T> void keepFirst(Set<T> parts) {
    List<T> first = parts.stream().limit(MOST).toList();
    parts.retainAll(new HashSet<>(first));
  }

  /** Adds a filler's next but one, which a word torn out makes neighbours. */
  private void collectTorn(List<Line> filler, Set<Pair> planted, Bag<Pair> drafted) {
    old.stream().filter(pair -> drafted.count(pair) < 2).forEach(torn::add);
    Set<Pair> others = pairs(gold);
    others.addAll(planted);
    for (Line line : filler) {
      for (int i = 2; i < line.words().size(); i++) {
        Pair pair = new Pair(line.words().get(i - 2), line.words().get(i));
        if (!others.contains(pair)) {
          old.add(pair);
          if (!drafted.has(pair)) {
            torn.add(pair);
          }
        }
      }
    }
  }

  /** A figure as its sentence has it: with or without percent. */
  private static String figure(RegexVocabulary vocabulary, String text, List<String> sentence) {
    String figure = vocabulary.lines(text).get(0).words().get(0);
    return sentence.contains(figure) ? figure : figure + "%";
  }

  private void collectNeighbours(String right, List<Line> repaired) {
    for (Line line : repaired) {
      int at = line.words().indexOf(right);
      for (int i = Math.max(at, 1); at >= 0 && i <= at + 1 && i < line.words().size(); i++) {
        fresh.add(line.pairs().get(i));
      }
    }
  }

  /** Most of these pairs that a sentence of the gold has, but for the one that has most. */
  private int inOthers(Set<Pair> wanted) {
    return gold.stream()
        .map(line -> (int) within(line).stream().filter(wanted::contains).count())
        .sorted((a, b) -> b - a)
        .skip(1)
        .findFirst()
        .orElse(0);
  }

  private void collectRoles(String done, List<String> repaired, List<String> planted) {
    int verb = repaired.indexOf(done);
    for (int i = repaired.size() - 1; verb < 0 && i >= 0; i--) {
      verb = isContent(repaired.get(i)) && !planted.contains(repaired.get(i)) ? i : -1;
    }
    int passive = planted.indexOf(done);
    for (int i = verb - 1; i >= 0 && roles.isEmpty() && passive >= 0; i--) {
      String word = repaired.get(i);
      boolean isBehind = !planted.contains(word) || planted.lastIndexOf(word) > passive;
      if (isContent(word) && isBehind) {
        roles.add(Set.of(word));
      }
    }
    if (roles.isEmpty()) {
      return; // the sentence does not say who acts
    }
    roles.add(new HashSet<>(List.of(repaired.get(verb), done)));
    for (int i = verb + 1; i < repaired.size() && roles.size() == 2; i++) {
      String word = repaired.get(i);
      int before = planted.indexOf(word);
      if (isContent(word) && before >= 0 && before < passive) {
        roles.add(Set.of(word));
        isOrdered = gold.stream().noneMatch(line -> isBehind(line, word, done));
      }
    }
  }

  private static boolean isBehind(Line line, String word, String participle) {
    int at = line.words().indexOf(word);
    return at >= 0 && at < line.words().lastIndexOf(participle);
  }

  /** Whether a sentence has the participle behind the object and should not. */
  boolean isTurned(Line line) {
    return isOrdered && isBehind(line, roles.get(2).iterator().next(), participle);
  }

  boolean isLead() {
    return fault instanceof PlantedFault.Lead;
  }

  boolean isFigure() {
    return fault instanceof PlantedFault.Figure;
  }

  /** Within how many words of the first sentence a lead has to stand. */
  int limit() {
    return 2 * length + 4;
  }

  int left(boolean isMet) {
    return isMet && fault instanceof PlantedFault.Filler ? 1 : left;
  }

  /** Whether so many words may come before it. */
  boolean isAhead(int words) {
    return !isLead() || words <= mostHeading;
  }

  boolean isExact() {
    return exact;
  }

  /** Whether a run over so many places with so much of it stands for the repaired sentence. */
  boolean isMet(int words, int sharedPairs, int freshPairs, int places) {
    int all = shared.size() + (isFigure() ? 0 : fresh.size());
    return !anchors.isEmpty()
        && 2 * places <= 3 * length + 8
        && words >= WORDS * anchors.size()
        && sharedPairs >= (isLead() ? LEAD_PAIRS : PAIRS) * shared.size()
        && sharedPairs + freshPairs >= ALL_PAIRS * all;
  }
}

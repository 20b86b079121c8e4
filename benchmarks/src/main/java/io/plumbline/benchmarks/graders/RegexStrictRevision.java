package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexVocabulary.Line;
import io.plumbline.benchmarks.graders.RegexVocabulary.Pair;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code strict} rules of {@code doc_revision} as one writes them with regular expressions and
 * collections: the floor of its strict grader. See {@code DocRevision} for the rules.
 */
final class RegexStrictRevision {
  private static final BitSet NONE = new BitSet();

  private final RegexVocabulary vocabulary;
  private final List<String> draftWords;
  private final boolean copyIsGold;
  private final Bag<Pair> keptPairs;
  private final Bag<Pair> ownPairs;
  private final Bag<Junction> keptJunctions;
  private final Bag<String> goldPassives = new Bag<>();
  private final RegexFacts facts;
  private final List<RegexFault> faults = new ArrayList<>();

  /** By pair and by word: the faults that a sentence with it may have to do with. */
  private final Map<Pair, BitSet> faultsByPair = new HashMap<>();

  private final Map<String, BitSet> faultsByWord = new HashMap<>();

  /**
   * What an output earns.
   *
   * @param dimensions in the rubric's order; {@code quality_delta} is 0.5 where no faults are known
   * @param flags the raised ones, in the rubric's order
   */
  record Result(List<Double> dimensions, List<String> flags) {}

  /** A sentence's last two words with the next one's first two. */
  private record Junction(Pair end, Pair start) {}

  RegexStrictRevision(String draftText, RevisionReference reference) {
    boolean written = !reference.gold().isBlank();
    String goldText = written ? reference.gold() : draftText;
    vocabulary = new RegexVocabulary(draftText, goldText);
    List<Line> draft = vocabulary.lines(draftText);
    List<Line> gold = vocabulary.lines(goldText);
    draftWords = RegexVocabulary.words(draft);
    copyIsGold = written && draftWords.equals(RegexVocabulary.words(gold));
    Bag<Pair> draftPairs = pairs(draft);
    Bag<Pair> goldPairs = pairs(gold);
    keptPairs = draftPairs.and(goldPairs);
    ownPairs = draftPairs.or(goldPairs);
    keptJunctions = junctions(draft).and(junctions(gold));
    if (written) {
      gold.forEach(line -> line.passives().forEach(goldPassives::add));
    }
    Set<Pair> known = new HashSet<>();
    draft.forEach(line -> known.addAll(line.pairs()));
    gold.forEach(line -> known.addAll(line.pairs()));
    facts = new RegexFacts(draft, gold, known);
    for (PlantedFault fault : reference.faults()) {
      watch(new RegexFault(fault, vocabulary, draft, gold));
    }
  }

  private void watch(RegexFault fault) {
    int number = faults.size();
    faults.add(fault);
    fault.shared.forEach(pair -> watched(faultsByPair, pair).set(number));
    fault.old.forEach(pair -> watched(faultsByPair, pair).set(number));
    if (!fault.participle.isEmpty()) {
      watched(faultsByWord, fault.participle).set(number);
    }
    if (fault.shared.isEmpty()) {
      fault.anchors.forEach(word -> watched(faultsByWord, word).set(number));
    }
  }

  private static <T> BitSet watched(Map<T, BitSet> faults, T part) {
    return faults.computeIfAbsent(part, added -> new BitSet());
  }

  private static Bag<Pair> pairs(List<Line> lines) {
    Bag<Pair> pairs = new Bag<>();
    lines.forEach(line -> line.pairs().forEach(pairs::add));
    return pairs;
  }

  private static Bag<Junction> junctions(List<Line> lines) {
    Bag<Junction> junctions = new Bag<>();
    for (int i = 1; i < lines.size(); i++) {
      List<Pair> before = lines.get(i - 1).pairs();
      List<String> words = lines.get(i).words();
      if (words.size() > 1) {
        Pair start = new Pair(words.get(0), words.get(1));
        junctions.add(new Junction(before.get(before.size() - 1), start));
      }
    }
    return junctions;
  }

  static double share(int part, int whole) {
    return whole == 0 ? 1 : (double) part / whole;
  }

  /** Grades an output. */
  Result grade(String output) {
    List<Line> lines = vocabulary.lines(output);
    Bag<Pair> pairs = pairs(lines);
    double kept = share(pairs.common(keptPairs), keptPairs.size());
    double own = pairs.size() == 0 ? 0 : share(pairs.common(ownPairs), pairs.size());
    double order = share(junctions(lines).common(keptJunctions), keptJunctions.size());
    double passive = lines.isEmpty() ? 0 : share(passives(lines), lines.size());
    int words = RegexRevision.words(output);
    double limit = 1 - Math.min(1, Math.max(0, (words - 300) / 150.0));
    RegexFacts.Check check = facts.new Check();
    lines.forEach(check::take);
    int repaired = repaired(lines, check);
    double quality = faults.isEmpty() ? 0.5 : kept * own * repaired / faults.size();
    List<Double> dimensions =
        List.of(
            kept * own * order * (limit + (1 - passive)) / 2,
            check.faithfulness(kept),
            kept * own * order,
            quality);
    List<String> flags = new ArrayList<>();
    raise(flags, "passive_voice_dominant", passive > 0.5);
    raise(flags, "word_count_exceeded", words > 360);
    raise(flags, "empty_output", lines.isEmpty());
    raise(flags, "copied_unchanged", !copyIsGold && isDraft(lines));
    raise(flags, "nothing_repaired", repaired == 0 && !faults.isEmpty());
    raise(flags, "negation_changed", check.isNegationChanged());
    raise(flags, "unsupported_facts", check.isUnsupported());
    raise(flags, "disguised_characters", lines.stream().anyMatch(line -> line.foreign() > 0));
    return new Result(dimensions, flags);
  }

  private static void raise(List<String> flags, String flag, boolean raised) {
    if (raised) {
      flags.add(flag);
    }
  }

  private boolean isDraft(List<Line> lines) {
    return RegexVocabulary.words(lines).equals(draftWords);
  }

  /** Sentences in the passive voice; a participle that the gold has there is free as often. */
  private int passives(List<Line> lines) {
    Bag<String> seen = new Bag<>();
    int sentences = 0;
    for (Line line : lines) {
      boolean added = false;
      for (String participle : line.passives()) {
        added |= seen.add(participle) > goldPassives.count(participle);
      }
      sentences += added ? 1 : 0;
    }
    return sentences;
  }

  private int repaired(List<Line> lines, RegexFacts.Check check) {
    List<RegexRepair> repairs = new ArrayList<>();
    faults.forEach(fault -> repairs.add(new RegexRepair(fault)));
    boolean early = true;
    int before = 0;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      int number = i;
      boolean isEarly = early;
      int words = before;
      watching(line).stream()
          .forEach(fault -> repairs.get(fault).take(line, number, words, isEarly));
      early &= !line.stopped();
      before += line.words().size();
    }
    int repaired = 0;
    for (int i = 0; i < repairs.size(); i++) {
      String wrong = faults.get(i).wrong;
      boolean hasWrong = !wrong.isEmpty() && check.count(wrong) > facts.inGold(wrong);
      repaired += repairs.get(i).isRepaired() && !hasWrong ? 1 : 0;
    }
    return repaired;
  }

  /** The faults that a sentence may have to do with. */
  private BitSet watching(Line line) {
    BitSet watching = new BitSet();
    for (int i = 0; i < line.words().size(); i++) {
      watching.or(faultsByPair.getOrDefault(line.pairs().get(i), NONE));
      watching.or(faultsByWord.getOrDefault(line.words().get(i), NONE));
    }
    return watching;
  }
}

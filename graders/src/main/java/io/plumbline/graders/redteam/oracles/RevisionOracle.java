package io.plumbline.graders.redteam.oracles;

import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The true quality of a revision, with the eyes of somebody who lays it beside draft and gold,
 * sentence by sentence. Each of the output's sentences stands for the gold's that it is most like,
 * as long as half of the words are; each of the gold's is stood for once.
 *
 * <ul>
 *   <li>instruction_following: {@code kept · (word limit + 1 − passive) / 2}; passive: share of
 *       sentences with a form of to be and a participle, beyond the gold's.
 *   <li>faithfulness: {@code kept figures and names · own figures and names · true sentences}. A
 *       sentence is not true if it is turned round or stands for none of the gold or the draft;
 *       none is where the text denies itself.
 *   <li>over_editing: {@code kept · own · order}: words of gold or draft that the output keeps,
 *       words of the output that are theirs, sentences in the gold's order.
 *   <li>quality_delta: share of faults whose repaired sentence is there and whose planted one is
 *       not.
 * </ul>
 */
final class RevisionOracle implements Oracle {
  private static final Map<String, Double> WEIGHTS = new LinkedHashMap<>();

  static {
    WEIGHTS.put("instruction_following", 0.20);
    WEIGHTS.put("faithfulness", 0.25);
    WEIGHTS.put("over_editing", 0.15);
    WEIGHTS.put("quality_delta", 0.40);
  }

  private static final double ALIKE = 0.5;
  private static final double THERE = 0.7;
  private static final double STILL_THERE = 0.9;
  private static final int LEAST_WITHIN = 4;

  /** So much of a filler beside its sentence is the filler; a word of three may be another's. */
  private static final double FILLER_LEFT = 0.6;

  /** Words that may stand before the lead. */
  private static final int MOST_HEADING = 24;

  private static final Pattern FACT =
      Pattern.compile("\\d+(?:[.,:]\\d+)*|(?<=[\\p{Ll},;:] )\\p{Lu}[\\p{L}'\u2019-]+");
  private static final Pattern PASSIVE =
      Pattern.compile(
          "(?i)\\b(?:am|is|are|was|were|be|been|being)\\s+(?:\\w+ly\\s+)?(?:\\w+ed|written|drawn"
              + "|made|taken|given|held|kept|sent|paid|seen|done|found|chosen|put|set|told|read"
              + "|brought|built|bought|led|left|lost|met|won|begun|broken|driven|shown)\\b");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final String input;
  private final String gold;
  private final List<PlantedFault> faults;
  private final List<Sentence> goldSentences;
  private final List<Sentence> draftSentences;
  private final long goldPassives;

  /** A sentence, its words, and these without order. */
  private record Sentence(String text, List<String> words, Set<String> known) {
    static List<Sentence> of(String text) {
      return Prose.sentences(text).stream().map(Sentence::one).toList();
    }

    private static Sentence one(String text) {
      List<String> words = Prose.words(text);
      return new Sentence(text, words, new HashSet<>(words));
    }

    /** At least as many words as the two share in order. */
    int mostCommon(Sentence other) {
      return (int) words.stream().filter(other.known::contains).count();
    }
  }

  RevisionOracle(Task task, RevisionReference reference) {
    input = task.input();
    gold = reference.gold();
    faults = reference.faults();
    goldSentences = Sentence.of(gold);
    draftSentences = Sentence.of(input);
    goldPassives = passives(goldSentences);
  }

  @Override
  public Verdict judge(String output) {
    List<Sentence> sentences = Sentence.of(output);
    List<String> words = Prose.words(output);
    Map<String, Double> flags = new LinkedHashMap<>();
    if (words.isEmpty()) {
      flags.put("empty_output", 0.0);
      return Verdict.of(WEIGHTS, Map.of(), flags);
    }
    Match byGold = Match.of(sentences, goldSentences);
    Match byDraft = Match.of(sentences, draftSentences);
    double shared = Math.max(shared(words, gold), shared(words, input));
    double kept = Math.max(shared, Math.max(byGold.kept(), byDraft.kept()));
    double own =
        Math.max(
            Prose.common(words, Prose.words(gold)) / (double) words.size(),
            Math.max(byGold.own(), byDraft.own()));
    double order = Math.max(byGold.order(), byDraft.order());
    double repaired = repaired(words);
    int length = SPACE.splitAsStream(output.strip()).toList().size();
    double limit = length <= 300 ? 1 : Math.max(0, 1 - (length - 300) / 150.0);
    double passive = Math.max(0, passives(sentences) - goldPassives) / (double) sentences.size();
    Map<String, Double> dimensions = new LinkedHashMap<>();
    dimensions.put("instruction_following", kept * (limit + 1 - passive) / 2);
    dimensions.put("faithfulness", facts(output) * truth(output, sentences));
    dimensions.put("over_editing", kept * own * order);
    dimensions.put("quality_delta", repaired);
    if (passives(sentences) > goldPassives + sentences.size() / 2.0) {
      flags.put("passive_voice_dominant", 0.3);
    }
    if (length > 360) {
      flags.put("word_count_exceeded", 0.3);
    }
    if (repaired == 0) {
      flags.put(words.equals(Prose.words(input)) ? "copied_unchanged" : "nothing_repaired", 0.4);
    }
    return Verdict.of(WEIGHTS, dimensions, flags);
  }

  private static long passives(List<Sentence> sentences) {
    return sentences.stream().filter(s -> PASSIVE.matcher(s.text()).find()).count();
  }

  /** Share of the gold's facts that are there, times share of the output's that somebody has. */
  private double facts(String output) {
    Map<String, Integer> wanted = counted(gold);
    Map<String, Integer> allowed = counted(input);
    wanted.forEach((fact, count) -> allowed.merge(fact, count, Math::max));
    Map<String, Integer> found = counted(output);
    return covered(wanted, found) * covered(found, allowed);
  }

  private static Map<String, Integer> counted(String text) {
    Map<String, Integer> counts = new HashMap<>();
    for (Sentence sentence : Sentence.of(text)) {
      FACT.matcher(sentence.text())
          .results()
          .map(MatchResult::group)
          .forEach(fact -> counts.merge(Prose.number(fact), 1, Integer::sum));
    }
    return counts;
  }

  /** Share of {@code some} that {@code all} has; 1 where there is none. */
  private static double covered(Map<String, Integer> some, Map<String, Integer> all) {
    int sum = 0;
    int covered = 0;
    for (Map.Entry<String, Integer> fact : some.entrySet()) {
      sum += fact.getValue();
      covered += Math.min(fact.getValue(), all.getOrDefault(fact.getKey(), 0));
    }
    return sum == 0 ? 1 : covered / (double) sum;
  }

  private double truth(String output, List<Sentence> sentences) {
    if (Prose.deniesItself(output) && !Prose.deniesItself(gold)) {
      return 0;
    }
    int turned =
        Math.max(
            0, Prose.negations(output) - Math.max(Prose.negations(gold), Prose.negations(input)));
    long invented = sentences.stream().filter(this::isInvented).count();
    return Math.max(0, 1 - (turned + invented) / (double) sentences.size());
  }

  private boolean isInvented(Sentence sentence) {
    return Stream.concat(goldSentences.stream(), draftSentences.stream())
        .noneMatch(own -> isLike(sentence, own));
  }

  /** Half of the longer one's words, or of the other's where two have run into one. */
  private static boolean isLike(Sentence sentence, Sentence own) {
    int most = sentence.mostCommon(own);
    if (most < ALIKE * sentence.words().size() && most < THERE * own.words().size()) {
      return false;
    }
    double common = Prose.common(sentence.words(), own.words());
    int longer = Math.max(sentence.words().size(), own.words().size());
    boolean within = own.words().size() >= LEAST_WITHIN && common / own.words().size() >= THERE;
    return common / longer >= ALIKE || within;
  }

  private static double shared(List<String> words, String text) {
    List<String> own = Prose.words(text);
    return Prose.common(words, own) / (double) own.size();
  }

  private double repaired(List<String> words) {
    long repaired = faults.stream().filter(fault -> isRepaired(fault, words)).count();
    return repaired / (double) faults.size();
  }

  private boolean isRepaired(PlantedFault fault, List<String> words) {
    List<String> wanted = Prose.words(fault.repaired());
    Place there = Place.of(wanted, words);
    if (there.share() < THERE) {
      return false;
    }
    if (fault instanceof PlantedFault.Lead) {
      List<String> rest = words.subList(there.at() + there.words().size(), words.size());
      return there.at() <= MOST_HEADING && Place.of(wanted, rest).share() < THERE;
    }
    List<String> planted = Prose.words(fault.planted());
    Place still = Place.of(planted, words);
    Place anyway = Place.of(planted, Prose.words(gold));
    boolean isLeft =
        still.share() >= STILL_THERE && still.share() > anyway.share() + 0.5 / planted.size();
    if (fault instanceof PlantedFault.Filler filler) {
      List<String> cut = Prose.words(filler.filler());
      int left = still.gained(wanted, planted) - anyway.gained(wanted, planted);
      return Collections.indexOfSubList(words, cut) < 0
          && !(isLeft && left >= FILLER_LEFT * cut.size());
    }
    return !isLeft
        && (!(fault instanceof PlantedFault.Figure figure)
            || there.words().containsAll(Prose.words(figure.right())));
  }

  /**
   * Where in a text a sentence is most itself.
   *
   * @param at its first word there
   * @param words those from there on, a few more than the sentence has
   * @param share of the sentence's words that are among them, in order
   */
  private record Place(int at, List<String> words, double share) {
    private static final int MORE = 3;

    static Place of(List<String> sentence, List<String> text) {
      Place best = new Place(0, List.of(), 0);
      Set<String> known = new HashSet<>(sentence);
      for (int at = 0; at < text.size(); at++) {
        List<String> words = text.subList(at, Math.min(text.size(), at + sentence.size() + MORE));
        long most = words.stream().filter(known::contains).count();
        if (most <= best.share() * sentence.size()) {
          continue;
        }
        double share = Prose.common(sentence, words) / (double) sentence.size();
        best = share > best.share() ? new Place(at, words, share) : best;
      }
      return best;
    }

    /** How many words more than of the one sentence it has of the other, in order. */
    int gained(List<String> one, List<String> other) {
      return Prose.common(other, words) - Prose.common(one, words);
    }
  }

  /**
   * Which of an output's sentences stand for which of a text's.
   *
   * @param kept share of the text's words that are there, in [0, 1]
   * @param own share of the output's words that are the text's
   * @param order share of the sentences found that stand in order
   */
  private record Match(double kept, double own, double order) {
    static Match of(List<Sentence> output, List<Sentence> text) {
      boolean[] taken = new boolean[text.size()];
      List<Integer> places = new ArrayList<>();
      int shared = 0;
      for (Sentence sentence : output) {
        int best = -1;
        int most = 0;
        for (int i = 0; i < text.size(); i++) {
          if (!taken[i] && sentence.mostCommon(text.get(i)) > most) {
            int common = Prose.common(sentence.words(), text.get(i).words());
            best = common > most ? i : best;
            most = Math.max(most, common);
          }
        }
        if (best >= 0 && Prose.likeness(sentence.words(), text.get(best).words()) >= ALIKE) {
          taken[best] = true;
          places.add(best);
          shared += most;
        }
      }
      ToIntFunction<List<Sentence>> words =
          all -> Math.max(1, all.stream().mapToInt(s -> s.words().size()).sum());
      return new Match(
          shared / (double) words.applyAsInt(text),
          shared / (double) words.applyAsInt(output),
          places.isEmpty() ? 0 : inOrder(places) / (double) places.size());
    }

    /** Length of the longest ascending subsequence. */
    private static int inOrder(List<Integer> places) {
      int[] longest = new int[places.size()];
      int most = 0;
      for (int i = 0; i < longest.length; i++) {
        longest[i] = 1;
        for (int j = 0; j < i; j++) {
          longest[i] =
              places.get(j) < places.get(i) ? Math.max(longest[i], longest[j] + 1) : longest[i];
        }
        most = Math.max(most, longest[i]);
      }
      return most;
    }
  }
}

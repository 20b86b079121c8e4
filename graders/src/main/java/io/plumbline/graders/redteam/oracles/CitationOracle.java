package io.plumbline.graders.redteam.oracles;

import io.plumbline.graders.redteam.oracles.Citations.Cited;
import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The true quality of a cited brief, with the eyes of somebody who checks each claim against the
 * record of what the sources say.
 *
 * <ul>
 *   <li>A claim is kept if a sentence has its words as they look, markers aside, in prose, turned
 *       round no more than the brief's, and the text does not deny itself.
 *   <li>citation_present: mean over the claims that some source supports of right markers over the
 *       markers of its sentence.
 *   <li>citation_accurate: mean over the same of 1 if there are right markers, no wrong one, and
 *       the sentence is hedged where they support in part only; times right over all markers.
 *   <li>hallucination_flag: {@code (kept − faults) / claims}; faults: wrong markers, overstating
 *       sentences and figures that nobody has.
 *   <li>argument_preservation: share of the claims kept, times sentences of the brief that are
 *       there over the larger number of sentences.
 * </ul>
 */
final class CitationOracle implements Oracle {
  private static final Map<String, Double> WEIGHTS = new LinkedHashMap<>();

  static {
    WEIGHTS.put("citation_present", 0.25);
    WEIGHTS.put("citation_accurate", 0.30);
    WEIGHTS.put("hallucination_flag", 0.30);
    WEIGHTS.put("argument_preservation", 0.15);
  }

  private static final Pattern HEDGE =
      Pattern.compile(
          "(?i)\\b(?:suggest\\w*|may|might|perhaps|possibly|probabl[ey]|likely|appear\\w*|seem\\w*"
              + "|tentative\\w*|provisional\\w*|preliminary|partial\\w*|limited|indicat\\w*"
              + "|uncertain|unclear|arguably|weak|(?:not|(?:is|are|was|were)n['\u2019]t)\\s+"
              + "(?:conclusive(?:ly)?|certain|proven|established|necessarily|definit(?:iv)?e"
              + "|final))\\b");

  /** What turns the next word round. */
  private static final String PARTICLE =
      "not|no|never|hardly|scarcely|barely|cannot|nobody|none|nothing|nowhere|neither|nor";

  private static final Pattern OVERSTATED =
      Pattern.compile(
          "(?i)\\b(?=[pangcudb])(?<!(?:\\b(?:"
              + PARTICLE
              + ")|n['\u2019]t)[\\s.,;:]{1,4})"
              + "(?:prov(?:e|es|ed|en)|proof|always|never|guarantee\\w*|certainly|undoubtedly"
              + "|definitely|conclusively|beyond doubt)\\b|\\b(?:"
              + PARTICLE
              + "|\\w+n['\u2019]t)\\s+doubt\\b");

  /** {@code not only}, {@code no doubt}, and letters that end like {@code isn't}: no word. */
  private static final Pattern NO_NEGATION =
      Pattern.compile(
          "(?i)\\b(?:not|\\w+n['\u2019]t)\\s+(?:only|just|merely)\\b|\\b(?:"
              + PARTICLE
              + "|\\w+n['\u2019]t)\\s+doubt\\b"
              + "|\\b(?!(?:is|are|was|were|do|does|did|has|have|had|ca|wo|would|could|should|must"
              + "|need)n['\u2019]t\\b)\\w+n['\u2019]t\\b");

  private final String brief;
  private final List<CitationClaim> claims;
  private final Citations citations;
  private final Figures figures;

  CitationOracle(Task task, CitationReference reference) {
    brief = task.input();
    claims = reference.claims();
    citations = new Citations(task.sources());
    List<String> texts = new ArrayList<>(List.of(brief));
    task.sources().forEach(source -> texts.add(source.text()));
    figures = new Figures(texts);
  }

  @Override
  public Verdict judge(String output) {
    String shown = Citations.shown(output);
    String bare = citations.bare(shown);
    List<Cited> sentences = citations.sentences(shown);
    boolean denied = Prose.deniesItself(shown) && !Prose.deniesItself(brief);
    Tally tally = new Tally();
    for (CitationClaim claim : claims) {
      tally.add(claim, sentences, denied);
    }
    int wrong = 0;
    int all = 0;
    for (Cited sentence : sentences) {
      Set<String> fit = new LinkedHashSet<>();
      claims.stream()
          .filter(claim -> has(sentence, claim))
          .forEach(
              claim -> {
                fit.addAll(claim.supports());
                fit.addAll(claim.halfSupports());
              });
      wrong += (int) sentence.sources().stream().filter(source -> !fit.contains(source)).count();
      all += sentence.sources().size();
    }
    int overstated = Math.max(0, overstated(bare) - overstated(brief));
    long made = figures.made(bare);
    double right = all == 0 ? 1 : (all - wrong) / (double) all;
    Map<String, Double> dimensions = new LinkedHashMap<>();
    int due = tally.due;
    dimensions.put("citation_present", due == 0 ? 1 : tally.present / due);
    dimensions.put("citation_accurate", due == 0 ? 1 : tally.accurate / due * right);
    dimensions.put(
        "hallucination_flag",
        Math.max(0, tally.kept - wrong - overstated - made) / (double) claims.size());
    dimensions.put(
        "argument_preservation", tally.kept / (double) claims.size() * ofTheBrief(sentences));
    Map<String, Double> flags = new LinkedHashMap<>();
    if (due > 0 && tally.present == 0) {
      flags.put("no_citations_found", 0.2);
    }
    return Verdict.of(WEIGHTS, dimensions, flags);
  }

  /** What the claims earn one by one. */
  private final class Tally {
    private int due;
    private int kept;
    private double present;
    private double accurate;

    /** The best of the sentences that have the claim counts. */
    void add(CitationClaim claim, List<Cited> sentences, boolean denied) {
      Set<String> fit = new LinkedHashSet<>(claim.supports());
      fit.addAll(claim.halfSupports());
      due += fit.isEmpty() ? 0 : 1;
      double bestPresent = 0;
      double bestAccurate = 0;
      boolean isKept = false;
      for (Cited sentence : sentences) {
        if (denied || !has(sentence, claim) || isTurned(sentence, claim)) {
          continue;
        }
        isKept = true;
        Set<String> allowed = new LinkedHashSet<>(fit);
        claims.stream()
            .filter(other -> has(sentence, other))
            .forEach(
                other -> {
                  allowed.addAll(other.supports());
                  allowed.addAll(other.halfSupports());
                });
        long right = sentence.sources().stream().filter(fit::contains).count();
        long good = sentence.sources().stream().filter(allowed::contains).count();
        long wrong = sentence.sources().size() - good;
        boolean full = sentence.sources().stream().anyMatch(claim.supports()::contains);
        boolean hedged = HEDGE.matcher(sentence.bare()).find();
        double value = right == 0 ? 0 : good / (double) (good + wrong);
        bestPresent = Math.max(bestPresent, value);
        boolean accurate = right > 0 && wrong == 0 && (full || hedged);
        bestAccurate = Math.max(bestAccurate, accurate ? 1 : 0);
      }
      kept += isKept ? 1 : 0;
      if (!fit.isEmpty()) {
        present += bestPresent;
        accurate += bestAccurate;
      }
    }
  }

  private static boolean has(Cited sentence, CitationClaim claim) {
    return words(sentence.bare()).contains(words(claim.anchor()));
  }

  private static String words(String text) {
    return " " + String.join(" ", Prose.words(text)) + " ";
  }

  private boolean isTurned(Cited sentence, CitationClaim claim) {
    String own =
        Prose.sentences(brief).stream()
            .filter(s -> words(s).contains(words(claim.anchor())))
            .findFirst()
            .orElse(claim.anchor());
    return negations(sentence.bare()) > negations(own) && !HEDGE.matcher(sentence.bare()).find();
  }

  private static int negations(String sentence) {
    return Prose.negations(NO_NEGATION.matcher(sentence).replaceAll(" "));
  }

  /** Sentences of the brief that are there over the larger number of sentences. */
  private double ofTheBrief(List<Cited> sentences) {
    List<String> own = Prose.sentences(brief);
    List<List<String>> left = new ArrayList<>();
    sentences.forEach(sentence -> left.add(Prose.words(sentence.bare())));
    int there = 0;
    for (String sentence : own) {
      List<String> words = Prose.words(sentence);
      for (List<String> other : left) {
        if (Prose.common(words, other) >= 0.8 * words.size()) {
          left.remove(other);
          there++;
          break;
        }
      }
    }
    return there / (double) Math.max(own.size(), sentences.size());
  }

  /** Sentences with a word that claims too much. */
  private static int overstated(String text) {
    return (int) Prose.sentences(text).stream().filter(s -> OVERSTATED.matcher(s).find()).count();
  }
}

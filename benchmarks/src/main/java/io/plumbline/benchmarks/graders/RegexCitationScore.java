package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexBrief.Claim;
import io.plumbline.benchmarks.graders.RegexBrief.Sentence;
import io.plumbline.benchmarks.graders.RegexCitationTally.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the strict dimensions of {@code citation_ground} make of what an output has of a brief. */
final class RegexCitationScore {
  private static final double ENOUGH = 0.75;
  private static final double UNASSESSED = 0.5;

  private final RegexBrief brief;
  private final RegexCitationTally tally;
  private final List<Claim> citable = new ArrayList<>();

  /** By claim that is there: the sources cited for it that bear it out, at least in part. */
  private final Map<Claim, Set<Integer>> rightByClaim = new HashMap<>();

  /** By sentence: how many of the sources cited bear any of its claims out. */
  private final Map<Sentence, Integer> rightBySentence = new HashMap<>();

  private final int right;

  RegexCitationScore(RegexBrief brief, RegexCitationTally tally) {
    this.brief = brief;
    this.tally = tally;
    for (Claim claim : brief.claims) {
      if (!claim.fit.isEmpty()) {
        citable.add(claim);
      }
      if (tally.isUpright(claim)) {
        Set<Integer> cited = new HashSet<>(found(claim.sentence).cited());
        cited.retainAll(claim.fit);
        rightByClaim.put(claim, cited);
      }
    }
    int all = 0;
    for (Sentence sentence : tally.found.keySet()) {
      Set<Integer> sources = new HashSet<>();
      sentence.claims.forEach(claim -> sources.addAll(right(claim)));
      rightBySentence.put(sentence, sources.size());
      all += sources.size();
    }
    right = all;
  }

  private Found found(Sentence sentence) {
    return Objects.requireNonNull(tally.found.get(sentence));
  }

  private Set<Integer> right(Claim claim) {
    return rightByClaim.getOrDefault(claim, Set.of());
  }

  private int wrong(Sentence sentence) {
    Found there = found(sentence);
    return there.cited().size() - rightBySentence.getOrDefault(sentence, 0) + there.unresolved();
  }

  private boolean needsHedge(Claim claim) {
    Set<Integer> sources = right(claim);
    return !sources.isEmpty() && sources.stream().noneMatch(claim.full::contains);
  }

  private boolean isOverhedged(Claim claim) {
    return found(claim.sentence).hedged()
        && !claim.full.isEmpty()
        && claim.sentence.claims.stream().noneMatch(this::needsHedge);
  }

  /** The dimensions and flags. */
  RegexStrictCitation.Result result() {
    boolean sources = brief.recorded || brief.markers.sources() > 0;
    int kept = kept();
    int longer = Math.max(brief.inputSentences, tally.sentences);
    List<Double> dimensions =
        List.of(
            sources ? present() : UNASSESSED,
            brief.recorded ? accurate() : UNASSESSED,
            brief.recorded ? faultless() : UNASSESSED,
            brief.claims.isEmpty() ? UNASSESSED : preserved(kept, longer));
    List<String> flags = new ArrayList<>();
    if (sources && isUncited()) {
      flags.add("no_citations_found");
    }
    if (brief.recorded && kept < ENOUGH * longer) {
      flags.add("brief_rewritten");
    }
    return new RegexStrictCitation.Result(dimensions, flags);
  }

  private int kept() {
    int kept = tally.kept;
    for (Sentence sentence : tally.found.keySet()) {
      kept += tally.disowned || tally.isNegated(sentence) ? 0 : 1;
    }
    return kept;
  }

  private boolean isUncited() {
    return brief.recorded
        ? !citable.isEmpty() && right == 0
        : brief.required > 0 && tally.citedInProse.isEmpty();
  }

  private double present() {
    if (!brief.recorded) {
      return Math.min(1, RegexStrictRevision.share(tally.citedInProse.size(), brief.required));
    }
    double present = 0;
    for (Claim claim : citable) {
      int sources = right(claim).size();
      present += sources == 0 ? 0 : (double) sources / (sources + wrong(claim.sentence));
    }
    return citable.isEmpty() ? 1 : present / citable.size();
  }

  private double accurate() {
    if (citable.isEmpty()) {
      return tally.markers == 0 ? 1 : 0;
    }
    double accurate = 0;
    for (Claim claim : citable) {
      accurate += accurate(claim);
    }
    return tally.markers == 0 ? 0 : accurate / citable.size() * right / tally.markers;
  }

  private double accurate(Claim claim) {
    if (right(claim).isEmpty() || wrong(claim.sentence) > 0) {
      return 0;
    }
    Found there = found(claim.sentence);
    if (needsHedge(claim) && !there.hedged()) {
      return 0;
    }
    return there.altered() || isOverhedged(claim) ? 0.5 : 1;
  }

  private double faultless() {
    int repeated = 0;
    for (Found there : tally.found.values()) {
      repeated += there.repeated();
    }
    int wrong = tally.markers - right - repeated;
    int rest = rightByClaim.size() - wrong - tally.faults;
    return Math.max(0, rest) / (double) (brief.claims.size() + tally.added);
  }

  private double preserved(int kept, int longer) {
    double preserved = 0;
    for (Claim claim : rightByClaim.keySet()) {
      boolean altered = brief.recorded && found(claim.sentence).altered();
      preserved += altered || isOverhedged(claim) ? 0.5 : 1;
    }
    double share = preserved / brief.claims.size();
    return brief.recorded ? share * kept / longer : share;
  }
}

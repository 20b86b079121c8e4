package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexBrief.Claim;
import io.plumbline.benchmarks.graders.RegexBrief.Sentence;
import io.plumbline.benchmarks.graders.RegexCitedText.Line;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one output has of a brief. */
final class RegexCitationTally {
  /** Sentences of the brief with claims. */
  final Map<Sentence, Found> found = new HashMap<>();

  final Set<Integer> citedInProse = new HashSet<>();
  int sentences;

  /** Sentences that the brief lacks. */
  int added;

  /** Sentences of the brief without claims. */
  int kept;

  int markers;
  int faults;

  /** Whether the text as a whole is denied. */
  boolean disowned;

  /** Of the brief's sentences, by number. */
  private final boolean[] taken;

  private final boolean[] negated;
  private final Set<Claim> claims = new HashSet<>();

  /**
   * A sentence of the brief with claims, as the output has it.
   *
   * @param cited its sources
   * @param repeated markers of a source that another one names
   * @param unresolved markers of none
   */
  record Found(Set<Integer> cited, int repeated, int unresolved, boolean hedged, boolean altered) {
    static Found of(Line line, boolean hedged, boolean altered) {
      Set<Integer> cited = new HashSet<>(line.markers());
      cited.remove(RegexMarkers.NONE);
      int unresolved = Collections.frequency(line.markers(), RegexMarkers.NONE);
      int repeated = line.markers().size() - cited.size() - unresolved;
      return new Found(cited, repeated, unresolved, hedged, altered);
    }
  }

  RegexCitationTally(RegexBrief brief) {
    taken = new boolean[brief.sentences()];
    negated = new boolean[brief.sentences()];
  }

  boolean isTaken(Sentence sentence) {
    return taken[sentence.number];
  }

  /** The next sentence of these words is another. */
  void take(Sentence sentence) {
    taken[sentence.number] = true;
  }

  boolean isFound(Sentence sentence) {
    return found.containsKey(sentence);
  }

  /** What the sentence says is denied somewhere. */
  void negate(Sentence sentence) {
    negated[sentence.number] = true;
  }

  boolean isNegated(Sentence sentence) {
    return negated[sentence.number];
  }

  /** Whether the claim is there, in a sentence that says what the brief says. */
  boolean isUpright(Claim claim) {
    return !disowned && claims.contains(claim) && !negated[claim.sentence.number];
  }

  /** The text as a whole is denied. */
  void disown() {
    disowned = true;
  }

  /** Counts what nothing bears out. */
  void addFaults(int count) {
    faults += count;
  }

  /** Counts markers where no claim is. */
  void addStray(Line line) {
    markers += line.markers().size();
    faults += line.foreign();
    if (line.prose()) {
      cite(line.markers());
    }
  }

  private void cite(List<Integer> sources) {
    citedInProse.addAll(sources);
    citedInProse.remove(RegexMarkers.NONE);
  }

  /** Counts a sentence of the brief without claims. */
  void addKept(Line line) {
    sentences++;
    kept++;
    addStray(line);
  }

  /** Counts a sentence that the brief lacks. */
  void addStranger(Line line) {
    sentences++;
    added++;
    addStray(line);
  }

  /** Counts a sentence of the brief with these of its claims. */
  void addClaims(
      Sentence sentence, List<Claim> itsClaims, Line line, boolean hedged, boolean altered) {
    sentences++;
    claims.addAll(itsClaims);
    found.put(sentence, Found.of(line, hedged, altered));
    markers += line.markers().size();
    cite(line.markers());
    faults += line.foreign();
  }
}

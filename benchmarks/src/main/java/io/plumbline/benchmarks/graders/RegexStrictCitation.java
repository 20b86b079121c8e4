package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexBrief.Claim;
import io.plumbline.benchmarks.graders.RegexBrief.Sentence;
import io.plumbline.benchmarks.graders.RegexCitedText.Line;
import io.plumbline.benchmarks.graders.RegexLexicon.Word;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code strict} rules of {@code citation_ground} as one writes them with regular expressions
 * and collections: the floor of its strict grader. See {@code CitationGround} for the rules.
 */
final class RegexStrictCitation {
  /** How many words a hedge may add to a sentence. */
  private static final int LONGEST_HEDGE = 12;

  private final RegexBrief brief;

  /**
   * What an output earns.
   *
   * @param dimensions in the rubric's order, 0.5 where unassessed
   * @param flags the raised ones, in the rubric's order
   */
  record Result(List<Double> dimensions, List<String> flags) {}

  RegexStrictCitation(Task task) {
    brief = new RegexBrief(task, (CitationReference) task.reference());
  }

  /** Grades an output. */
  Result grade(String output) {
    RegexCitationTally tally = new RegexCitationTally(brief);
    for (Line line : brief.lines(output)) {
      take(line, tally);
    }
    return new RegexCitationScore(brief, tally).result();
  }

  private void take(Line line, RegexCitationTally tally) {
    if (line.words().isEmpty()) {
      tally.addStray(line);
      return;
    }
    Sentence same = same(line, tally);
    if (same != null) {
      tally.take(same);
      if (same.claims.isEmpty()) {
        tally.addKept(line);
      } else {
        tally.addClaims(same, same.claims, line, false, false);
      }
      return;
    }
    List<Claim> found = line.prose() ? claims(line) : List.of();
    RegexTone tone = RegexTone.of(line.words());
    Sentence sentence = found.isEmpty() ? null : found.get(0).sentence;
    if (sentence != null && sentence.claims.containsAll(found)) {
      takeClaims(sentence, found, line, tone, tally);
    } else {
      takeStranger(line, tone, tally);
    }
    boolean beyond = sentence == null ? tone.refers() : tone.points() > sentence.tone.points();
    if (tone.denies() && beyond) {
      tally.disown();
    }
  }

  /** The brief's sentence that this one is, word for word, unless another one was it before. */
  private @Nullable Sentence same(Line line, RegexCitationTally tally) {
    for (Sentence sentence : brief.sentences(line.words())) {
      if (sentence.line.prose() == line.prose() && !tally.isTaken(sentence)) {
        return sentence.line.asks() == line.asks() ? sentence : null;
      }
    }
    return null;
  }

  private List<Claim> claims(Line line) {
    List<Claim> found = new ArrayList<>();
    for (Claim claim : brief.claims) {
      if (RegexBrief.at(claim.words, line.words()) >= 0) {
        found.add(claim);
      }
    }
    return found;
  }

  /** A sentence with the words of claims of one of the brief's, and other words. */
  private void takeClaims(
      Sentence sentence, List<Claim> found, Line line, RegexTone tone, RegexCitationTally tally) {
    boolean negated =
        tone.negations() != sentence.tone.negations() || line.asks() != sentence.line.asks();
    if (negated) {
      tally.negate(sentence);
    }
    if (tally.isFound(sentence)) {
      takeStranger(line, tone, tally);
      return;
    }
    tally.take(sentence);
    boolean hedged = tone.hedges() > sentence.tone.hedges();
    int more = line.words().size() - sentence.line.words().size();
    boolean gained = more > LONGEST_HEDGE || line.words().contains(RegexLexicon.UNKNOWN);
    boolean altered = gained || !hedged || !isWhole(sentence, found.get(0), line.words());
    tally.addClaims(sentence, found, line, hedged, altered);
    Set<Word> strong = new HashSet<>(tone.overstating());
    strong.removeAll(sentence.tone.overstating());
    for (int source : line.markers()) {
      strong.removeAll(source == RegexMarkers.NONE ? Set.of() : brief.overstating(source));
    }
    boolean unsaid = gained && line.foreign() == 0 && !negated;
    tally.addFaults(strong.isEmpty() && unsaid ? 1 : strong.size());
  }

  /** Whether the words before and behind the claim are there too, in order. */
  private static boolean isWhole(Sentence sentence, Claim claim, List<Word> words) {
    List<Word> own = sentence.line.words();
    int length = claim.words.size();
    int at = RegexBrief.at(claim.words, words);
    return has(words.subList(0, at), own.subList(0, claim.at))
        && has(
            words.subList(at + length, words.size()), own.subList(claim.at + length, own.size()));
  }

  private static boolean has(List<Word> words, List<Word> wanted) {
    int found = 0;
    for (int i = 0; i < words.size() && found < wanted.size(); i++) {
      found += words.get(i) == wanted.get(found) ? 1 : 0;
    }
    return found == wanted.size();
  }

  /** A sentence that the brief lacks. */
  private static void takeStranger(Line line, RegexTone tone, RegexCitationTally tally) {
    tally.addStranger(line);
    long strong = tone.overstating().stream().filter(word -> !word.inTask).count();
    tally.addFaults((int) strong);
  }
}

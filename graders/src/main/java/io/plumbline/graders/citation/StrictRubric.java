package io.plumbline.graders.citation;

import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import java.util.List;

/** The strict rubric of {@code citation_ground}; every formula in words. */
final class StrictRubric {
  static final DimensionSpec CITATION_PRESENT =
      new DimensionSpec(
          "citation_present",
          0.25,
          "mean over the claims that a source supports at least in part: right / (right + wrong)"
              + " markers in the claim's own sentence, 0 without a right one; 1 if there is no such"
              + " claim. Right: names a source that exists ([Source A], (Source A), [A], [1] or (1)"
              + " by order) and supports the claim at least in part. Without recorded claims:"
              + " min(sources cited in prose / required, 1), unassessed if the task has no"
              + " sources");
  static final DimensionSpec CITATION_ACCURATE =
      new DimensionSpec(
          "citation_accurate",
          0.30,
          "mean over the same claims of 1 if the claim's sentence has right markers and no wrong"
              + " one and is hedged if they support it only in part, 0.5 if it is besides altered,"
              + " or hedged though a source supports it in full, else 0; times right markers / all"
              + " markers, a source counting once in a sentence. Without recorded claims:"
              + " unassessed");
  static final DimensionSpec HALLUCINATION_FLAG =
      new DimensionSpec(
          "hallucination_flag",
          0.30,
          "max(0, claims kept - faults) / (claims + sentences that the brief lacks). Faults:"
              + " markers that name no source, or one that does not support the claim of their"
              + " sentence, or stand where no claim is; overstating words (proves, always, all,"
              + " never, guarantees ...) that the brief's same sentence and the sources cited in it"
              + " lack, or in added sentences; figures and names that neither the input nor a"
              + " source has; other words that neither the task nor a hedge has, or more than 12"
              + " added words, one for each claim's sentence. Without recorded claims: unassessed");
  static final DimensionSpec ARGUMENT_PRESERVATION =
      new DimensionSpec(
          "argument_preservation",
          0.15,
          "mean over the claims of 1 if the claim is kept, 0.5 if its sentence is altered or hedged"
              + " without need, 0 if it is not kept; times sentences of the brief that are kept /"
              + " max(sentences of the brief, of the output). Kept: its words stand, once, in a"
              + " prose sentence that is not negated or denied and holds no other sentence's claim."
              + " Without recorded claims: share of the anchor phrases kept, unassessed if there"
              + " are none");
  static final FlagSpec NO_CITATIONS_FOUND =
      new FlagSpec(
          "no_citations_found",
          0.2,
          "no claim has a right marker though one could have; without recorded claims, no marker in"
              + " prose names a source");
  static final FlagSpec BRIEF_REWRITTEN =
      new FlagSpec(
          "brief_rewritten",
          0.5,
          "the sentences of the brief that are kept are fewer than 0.75 of max(sentences of the"
              + " brief, of the output); not without recorded claims");
  static final Rubric RUBRIC =
      new Rubric(
          Profile.STRICT,
          "strict-1",
          List.of(CITATION_PRESENT, CITATION_ACCURATE, HALLUCINATION_FLAG, ARGUMENT_PRESERVATION),
          List.of(NO_CITATIONS_FOUND, BRIEF_REWRITTEN));

  private StrictRubric() {}
}

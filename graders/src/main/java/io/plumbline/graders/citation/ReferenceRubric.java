package io.plumbline.graders.citation;

import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import java.util.List;

/** The rubric of {@code citation_ground}; every formula in words. */
final class ReferenceRubric {
  static final DimensionSpec CITATION_PRESENT =
      new DimensionSpec(
          "citation_present",
          0.25,
          "min(markers / required, 1), to 3 places; 1 if none is required. Marker: [up to 30"
              + " characters], (Source A) or (1)");
  static final DimensionSpec CITATION_ACCURATE =
      new DimensionSpec("citation_accurate", 0.30, "unassessed: waits for a judge");
  static final DimensionSpec HALLUCINATION_FLAG =
      new DimensionSpec("hallucination_flag", 0.30, "unassessed: waits for a judge");
  static final DimensionSpec ARGUMENT_PRESERVATION =
      new DimensionSpec(
          "argument_preservation",
          0.15,
          "share of the anchor phrases that the output contains, ignoring case, to 3 places; 1 if"
              + " there are none");

  static final FlagSpec NO_CITATIONS_FOUND =
      new FlagSpec("no_citations_found", 0.2, "the output has no marker");

  static final Rubric RUBRIC =
      new Rubric(
          Profile.REFERENCE,
          "reference-1",
          List.of(CITATION_PRESENT, CITATION_ACCURATE, HALLUCINATION_FLAG, ARGUMENT_PRESERVATION),
          List.of(NO_CITATIONS_FOUND));

  private ReferenceRubric() {}
}

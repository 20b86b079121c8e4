package io.plumbline.graders.citation;

import static io.plumbline.graders.citation.ReferenceRubric.ARGUMENT_PRESERVATION;
import static io.plumbline.graders.citation.ReferenceRubric.CITATION_ACCURATE;
import static io.plumbline.graders.citation.ReferenceRubric.CITATION_PRESENT;
import static io.plumbline.graders.citation.ReferenceRubric.HALLUCINATION_FLAG;
import static io.plumbline.graders.citation.ReferenceRubric.NO_CITATIONS_FOUND;
import static io.plumbline.graders.citation.ReferenceRubric.RUBRIC;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Rounding;
import io.plumbline.graders.pytext.Needle;
import io.plumbline.graders.tasks.CitationReference;
import java.util.ArrayList;
import java.util.List;

/** collab-eval's rules for one task's anchors and number of citations. */
final class ReferenceCitationGrader implements Grader {
  private static final DimensionGrade UNASSESSED_ACCURACY =
      DimensionGrade.unassessed(CITATION_ACCURATE);
  private static final DimensionGrade UNASSESSED_HALLUCINATION =
      DimensionGrade.unassessed(HALLUCINATION_FLAG);

  private static final List<FlagSpec> NO_FLAGS = List.of();
  private static final List<FlagSpec> UNCITED = List.of(NO_CITATIONS_FOUND);

  private final CitationReference reference;
  private final Needle[] anchors;

  ReferenceCitationGrader(CitationReference reference) {
    this.reference = reference;
    this.anchors = reference.anchorPhrases().stream().map(Needle::new).toArray(Needle[]::new);
  }

  @Override
  public Grade grade(String output) {
    int markers = Markers.count(output);
    return new Grade(
        List.of(
            DimensionGrade.assessed(CITATION_PRESENT, present(markers)),
            UNASSESSED_ACCURACY,
            UNASSESSED_HALLUCINATION,
            DimensionGrade.assessed(ARGUMENT_PRESERVATION, preserved(output))),
        markers == 0 ? UNCITED : NO_FLAGS,
        RUBRIC.version());
  }

  private double present(int markers) {
    int required = reference.requiredCitations();
    return markers >= required ? 1 : Rounding.places((double) markers / required, 3);
  }

  private double preserved(String output) {
    if (anchors.length == 0) {
      return 1;
    }
    int contained = 0;
    for (Needle anchor : anchors) {
      if (anchor.isIn(output)) {
        contained++;
      }
    }
    return Rounding.places((double) contained / anchors.length, 3);
  }

  @Override
  public List<String> evidence(String output) {
    List<String> evidence = new ArrayList<>();
    int markers = Markers.count(output);
    int required = reference.requiredCitations();
    if (markers < required) {
      evidence.add("citation_present: " + markers + " markers (expected: " + required + ")");
    } else if (markers == 0) {
      evidence.add("no_citations_found: 0 markers (expected: at least 1)");
    }
    for (int i = 0; i < anchors.length; i++) {
      if (!anchors[i].isIn(output)) {
        evidence.add(
            "argument_preservation: the output lacks \"" + reference.anchorPhrases().get(i) + '"');
      }
    }
    return evidence;
  }
}

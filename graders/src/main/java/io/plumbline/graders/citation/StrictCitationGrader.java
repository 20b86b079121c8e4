package io.plumbline.graders.citation;

import static io.plumbline.graders.citation.StrictRubric.ARGUMENT_PRESERVATION;
import static io.plumbline.graders.citation.StrictRubric.BRIEF_REWRITTEN;
import static io.plumbline.graders.citation.StrictRubric.CITATION_ACCURATE;
import static io.plumbline.graders.citation.StrictRubric.CITATION_PRESENT;
import static io.plumbline.graders.citation.StrictRubric.HALLUCINATION_FLAG;
import static io.plumbline.graders.citation.StrictRubric.NO_CITATIONS_FOUND;
import static io.plumbline.graders.citation.StrictRubric.RUBRIC;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Grades citations by what they resolve to; see {@link CitationGround} for the formulas. */
final class StrictCitationGrader implements Grader {
  private static final List<FlagSpec> NO_FLAGS = List.of();
  private static final List<FlagSpec> UNCITED = List.of(NO_CITATIONS_FOUND);
  private static final List<FlagSpec> REWRITTEN = List.of(BRIEF_REWRITTEN);
  private static final List<FlagSpec> BOTH = List.of(NO_CITATIONS_FOUND, BRIEF_REWRITTEN);
  private static final DimensionGrade NO_SOURCES = DimensionGrade.unassessed(CITATION_PRESENT);
  private static final DimensionGrade NO_ANCHORS = DimensionGrade.unassessed(ARGUMENT_PRESERVATION);
  private static final DimensionGrade UNKNOWN_ACCURACY =
      DimensionGrade.unassessed(CITATION_ACCURATE);
  private static final DimensionGrade UNKNOWN_HALLUCINATION =
      DimensionGrade.unassessed(HALLUCINATION_FLAG);

  /** Words of a sentence that the next grade is left room for. */
  private static final int MOST_KEPT = 1 << 12;

  private final BriefIndex index;

  /** Room for a sentence's words that no thread has in hand. */
  private final AtomicReference<char @Nullable []> spare = new AtomicReference<>();

  StrictCitationGrader(Task task, CitationReference reference) {
    index = new BriefIndex(task, reference);
  }

  @Override
  public Grade grade(String output) {
    char[] ids = spare.getAndSet(null);
    StrictPass pass = new StrictPass(index, output, ids == null ? new char[BriefIndex.WORDS] : ids);
    Grade grade = grade(pass.tally());
    if (pass.ids().length <= MOST_KEPT) {
      spare.set(pass.ids());
    }
    return grade;
  }

  private Grade grade(StrictTally tally) {
    boolean known = index.hasClaims();
    boolean sources = known || index.names().size() > 0;
    return new Grade(
        List.of(
            sources
                ? DimensionGrade.assessed(CITATION_PRESENT, tally.citationPresent())
                : NO_SOURCES,
            known
                ? DimensionGrade.assessed(CITATION_ACCURATE, tally.citationAccurate())
                : UNKNOWN_ACCURACY,
            known
                ? DimensionGrade.assessed(HALLUCINATION_FLAG, tally.hallucinationFlag())
                : UNKNOWN_HALLUCINATION,
            index.claims() > 0
                ? DimensionGrade.assessed(ARGUMENT_PRESERVATION, tally.argumentPreservation())
                : NO_ANCHORS),
        flags(sources && tally.isUncited(), tally.isRewritten()),
        RUBRIC.version());
  }

  private static List<FlagSpec> flags(boolean uncited, boolean rewritten) {
    if (uncited) {
      return rewritten ? BOTH : UNCITED;
    }
    return rewritten ? REWRITTEN : NO_FLAGS;
  }

  @Override
  public List<String> evidence(String output) {
    return new StrictEvidence(index, output).collect();
  }
}

package io.plumbline.graders.citation;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;

/**
 * The environment {@code citation_ground}. It offers the {@code reference} profile alone:
 *
 * <ul>
 *   <li>{@code citation_present} (0.25) = {@code min(markers / required, 1)}, to 3 places; 1 if
 *       none is required. A marker is a match of {@code
 *       \[[^\]]{1,30}\]|\([Ss]ource\s+[A-Za-z0-9]\)|\(\d+\)}, leftmost first, none overlapping
 *       another, so that {@code [(1)]} is one.
 *   <li>{@code argument_preservation} (0.15): share of the anchor phrases that the output contains,
 *       ignoring case, to 3 places; 1 if there are none.
 *   <li>{@code citation_accurate} (0.30) and {@code hallucination_flag} (0.30): unassessed.
 *   <li>Flag {@code no_citations_found}, cap 0.2: there is no marker.
 * </ul>
 *
 * <p>Rules: collab-eval, as {@code DESIGN.md} 3.2 restates them.
 */
public final class CitationGround implements Environment {

  @Override
  public String name() {
    return "citation_ground";
  }

  @Override
  public String description() {
    return "Ground a brief in its sources: mark each claim with the source that supports it and"
        + " keep the argument. The action is the text with its citations.";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(ReferenceRubric.RUBRIC);
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    if (!(task.reference() instanceof CitationReference reference)) {
      throw new IllegalArgumentException(
          "environment: " + task.environment() + " (expected: citation_ground)");
    }
    if (profile != Profile.REFERENCE) {
      throw new IllegalArgumentException(
          "profile: " + profile.label() + " (expected: reference, for citation_ground)");
    }
    return new ReferenceCitationGrader(reference);
  }
}

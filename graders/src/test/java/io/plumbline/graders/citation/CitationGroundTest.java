package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Reference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the vectors in vectors.jsonl, which GradeLinesTest runs, do not show. */
class CitationGroundTest {
  private final CitationGround environment = new CitationGround();

  @Test
  void unassessedDimensionsPayByTheRewardRule() {
    Grade grade = grader(2, "low tide").grade("Ferries wait at LOW TIDE (1).");
    assertThat(grade.assessedWeight()).isEqualTo(0.4);
    assertThat(grade.graderVersion()).isEqualTo("reference-1");
    // citation_present 0.5, argument_preservation 1
    assertThat(grade.reward(RewardRule.PESSIMISTIC)).hasValue(0.275);
    assertThat(grade.reward(RewardRule.REFERENCE)).hasValue(0.575);
  }

  @Test
  void evidenceNamesMissingMarkersAndAnchors() {
    assertThat(grader(2, "Low tide", "ferries").evidence("Ferries wait [1]."))
        .containsExactly(
            "citation_present: 1 markers (expected: 2)",
            "argument_preservation: the output lacks \"Low tide\"");
    assertThat(grader(0).evidence("Ferries wait."))
        .containsExactly("no_citations_found: 0 markers (expected: at least 1)");
    assertThat(grader(1, "ferries").evidence("Ferries wait [1].")).isEmpty();
  }

  @Test
  void bothProfilesAreOffered() {
    assertThat(environment.rubrics())
        .extracting(r -> r.profile())
        .containsExactly(Profile.REFERENCE, Profile.STRICT);
  }

  @Test
  void tasksOfAnotherEnvironmentAreRefused() {
    Task other = task(new RevisionReference(""));
    assertThatThrownBy(() -> environment.grader(other, Profile.REFERENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment: doc_revision (expected: citation_ground)");
  }

  private Grader grader(int required, String... anchors) {
    return environment.grader(
        task(new CitationReference("", required, List.of(anchors))), Profile.REFERENCE);
  }

  private static Task task(Reference reference) {
    String name = reference instanceof RevisionReference ? "doc_revision" : "citation_ground";
    return new Task(
        "a/b/c", name, "b", 0, Difficulty.EASY, "", List.of(), "", List.of(), reference, List.of());
  }
}

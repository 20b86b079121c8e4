package io.plumbline.graders.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Reference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the vectors in vectors.jsonl, which GradeLinesTest runs, do not show. */
class DocRevisionTest {
  private final DocRevision environment = new DocRevision();

  @Test
  void unassessedDimensionsPayByTheRewardRule() {
    Grade grade = grader("pier ".repeat(10)).grade("The pier was painted. It is grey.");
    assertThat(grade.assessedWeight()).isEqualTo(0.5);
    assertThat(grade.graderVersion()).isEqualTo("reference-1");
    // instruction_following 0.75, over_editing 1
    assertThat(grade.reward(RewardRule.PESSIMISTIC)).hasValue(0.425);
    assertThat(grade.reward(RewardRule.REFERENCE)).hasValue(0.675);
    assertThat(grade.reward(RewardRule.ASSESSED_ONLY)).hasValue(0.85);
  }

  @Test
  void evidenceQuotesPassiveSentencesAndCountsWords() {
    String output = "Boats left.\n The pier was painted! " + "Boats left. ".repeat(200);
    assertThat(grader("pier ".repeat(200)).evidence(output))
        .containsExactly(
            "instruction_following: 406 words (expected: at most 300)",
            "instruction_following: passive voice in \"The pier was painted\"",
            "over_editing: 406 words from 200 (expected: at most 1.5 times as many)");
  }

  @Test
  void evidenceShortensLongSentencesBetweenCharacters() {
    String start = "The pier was painted by" + " hand".repeat(11) + " o";
    String output = start + "\ud83d\ude00 and more of it";
    assertThat(start).hasSize(80);
    assertThat(grader(output).evidence("x" + output).get(0)).endsWith("hand \u2026\"");
    assertThat(grader(output).evidence(output)).hasSize(1);
  }

  @Test
  void evidenceQuotesTenPassiveSentencesAndCountsTheRest() {
    assertThat(grader("pier ".repeat(48)).evidence("It was painted. ".repeat(12)))
        .hasSize(11)
        .endsWith("instruction_following: passive voice in 2 more sentences");
  }

  @Test
  void evidenceIsEmptyWhereNothingWasDeducted() {
    assertThat(grader("pier").evidence("Boats left.")).hasSize(1);
    assertThat(grader("pier pier").evidence("Boats left.")).isEmpty();
  }

  @Test
  void rubricsWeighOneAndComeReferenceFirst() {
    assertThat(environment.rubrics())
        .extracting(rubric -> rubric.profile())
        .containsExactly(Profile.REFERENCE, Profile.STRICT);
    for (Rubric rubric : environment.rubrics()) {
      assertThat(rubric.dimensions().stream().mapToDouble(d -> d.weight()).sum())
          .isEqualTo(1, within(1e-12));
    }
  }

  @Test
  void tasksOfAnotherEnvironmentAreRefused() {
    Task other = task("", new CitationReference("", 2, List.of()));
    for (Profile profile : Profile.values()) {
      assertThatThrownBy(() -> environment.grader(other, profile))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("environment: citation_ground (expected: doc_revision)");
    }
  }

  @Test
  void theDefaultInputHasAsManyWordsAsTheDraftOfCollabEval() throws IOException {
    Path draft =
        Path.of(
            System.getProperty("plumbline.root", "."),
            "../shared/collab-eval/documents/project_update_draft.txt");
    assumeTrue(Files.exists(draft), "collab-eval's documents are not beside this checkout");
    assertThat(PyText.wordCount(Files.readString(draft)))
        .isEqualTo(DocRevision.DEFAULT_INPUT_WORDS);
  }

  private Grader grader(String input) {
    return environment.grader(task(input, new RevisionReference("")), Profile.REFERENCE);
  }

  private static Task task(String input, Reference reference) {
    String name = reference instanceof RevisionReference ? "doc_revision" : "citation_ground";
    return new Task(
        "a/b/c",
        name,
        "b",
        0,
        Difficulty.EASY,
        "",
        List.of(),
        input,
        List.of(),
        reference,
        List.of());
  }
}

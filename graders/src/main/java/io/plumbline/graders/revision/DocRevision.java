package io.plumbline.graders.revision;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;

/**
 * The environment {@code doc_revision}. It offers the {@code reference} profile alone:
 *
 * <ul>
 *   <li>{@code instruction_following} (0.30) = {@code (wordLimit + (1 - passive)) / 2}, rounded to
 *       3 places. {@code wordLimit} is 1 up to 300 words, then {@code 1 - (words - 300) / 150} to 3
 *       places, 0 from 450 words. {@code passive} is the share of sentences, to 3 places, in which
 *       a form of "to be" stands before a word that ends in "ed"; 0 without sentences.
 *   <li>{@code over_editing} (0.20): output words over max(input words, 1): 1 up to 1.5, 0.5 up to
 *       2, else 0.
 *   <li>{@code faithfulness} (0.30) and {@code quality_delta} (0.20): unassessed.
 *   <li>Flags, cap 0.3 each: {@code passive_voice_dominant} ({@code passive} over 0.5), {@code
 *       word_count_exceeded} (over 360 words).
 * </ul>
 *
 * <p>Words are runs of anything but white space; sentences are what stands between runs of {@code
 * .!?} and is not blank. Rules: collab-eval, as {@code DESIGN.md} 3.2 restates them.
 */
public final class DocRevision implements Environment {

  /** Words of collab-eval's draft: the input of a task that names none. */
  public static final int DEFAULT_INPUT_WORDS = 206;

  @Override
  public String name() {
    return "doc_revision";
  }

  @Override
  public String description() {
    return "Revise a draft: active voice, at most 300 words, nothing lost and nothing made up."
        + " The action is the revised text.";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(ReferenceRubric.RUBRIC);
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    if (!(task.reference() instanceof RevisionReference)) {
      throw new IllegalArgumentException(
          "environment: " + task.environment() + " (expected: doc_revision)");
    }
    if (profile != Profile.REFERENCE) {
      throw new IllegalArgumentException(
          "profile: " + profile.label() + " (expected: reference, for doc_revision)");
    }
    return new ReferenceRevisionGrader(PyText.wordCount(task.input()));
  }
}

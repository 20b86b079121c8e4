package io.plumbline.judges;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;

/** A small task. */
public final class Samples {
  public static final JudgeRubric FAITHFULNESS =
      JudgeRubric.of("doc_revision", "faithfulness").orElseThrow();

  private Samples() {}

  public static Task revision(String input, String gold) {
    return new Task(
        "doc_revision/samples/1",
        "doc_revision",
        "samples",
        1,
        Difficulty.EASY,
        "Shorten the note.",
        List.of("Keep every fact."),
        input,
        List.of(),
        new RevisionReference(gold),
        List.of());
  }

  public static Task revision() {
    return revision("The gate was painted green by Nora on Monday.", "Nora painted the gate.");
  }
}

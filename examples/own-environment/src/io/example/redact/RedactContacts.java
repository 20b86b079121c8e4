package io.example.redact;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;

/** Black out who is named in a memo, and keep the memo. */
public final class RedactContacts implements Environment {
  static final String NAME = "redact_contacts";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Black out the people of a memo: [NAME] for each name, [EMAIL] for each address, and not"
        + " a letter else. The action is the memo, line by line.";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(RedactionGrader.RUBRIC);
  }

  @Override
  public List<TaskSplit> splits(String heldOutSalt) {
    return List.of(
        new GeneratedSplit(NAME, "train", true, "", Memo::draw, 0, 18),
        new GeneratedSplit(NAME, "validation", true, "", Memo::draw, 18, 1),
        new GeneratedSplit(NAME, "heldout", false, heldOutSalt, Memo::draw, 19, 1));
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    if (profile == Profile.STRICT && task.reference() instanceof RedactionReference reference) {
      return new RedactionGrader(reference);
    }
    throw new IllegalArgumentException(
        "task_id: " + task.id() + " under " + profile.label() + " (expected: ours, under strict)");
  }
}

package io.plumbline.graders.tasks.files;

import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The hand-written tasks that come with the library, as task files among its resources.
 *
 * <p>Their held-out splits are closed like any other, but public with the jar: good for trying the
 * environments out, not for judging a policy that may have read them.
 */
public final class BundledTasks {
  /** Read once: environments ask for theirs one by one. */
  private static final List<TaskSplit> SPLITS =
      List.of(
          split(Wording.REVISION, "train", true),
          split(Wording.REVISION, "validation", true),
          split(Wording.REVISION, "heldout", false),
          split(Wording.CITATION, "train", true),
          split(Wording.CITATION, "validation", true),
          split(Wording.CITATION, "heldout", false));

  private BundledTasks() {}

  /**
   * {@code train} (3 tasks, open), {@code validation} (1, open) and {@code heldout} (2) of {@code
   * doc_revision}, then of {@code citation_ground}.
   */
  public static List<TaskSplit> splits() {
    return SPLITS;
  }

  private static TaskSplit split(String environment, String name, boolean open) {
    String file = environment + "." + name + ".jsonl";
    try (InputStream in = BundledTasks.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the library's jar lacks " + file);
      }
      return TaskFile.parse(file, name, open, in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e); // a broken jar
    }
  }
}

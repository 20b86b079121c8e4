package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;

/** The generated splits of {@code citation_ground}. */
public final class CitationSplits {
  static final String ENVIRONMENT = "citation_ground";

  private CitationSplits() {}

  /**
   * {@code generated_train}, {@code generated_validation} and {@code generated_heldout}: briefs of
   * 2 or 3 claims (easy), 4 (medium), 5 or 6 (hard), with up to 10 sources that support,
   * half-support or contradict them or speak of something else. All but held-out are open. Of all
   * briefs that can be drawn, 18 in 20 belong to train and 1 in 20 to each other split, by their
   * hash.
   *
   * @param heldOutSalt keys the random numbers of the held-out split; may be empty
   */
  public static List<TaskSplit> all(String heldOutSalt) {
    return List.of(
        split("generated_train", true, "", 0, 18),
        split("generated_validation", true, "", 18, 1),
        split("generated_heldout", false, heldOutSalt, 19, 1));
  }

  private static TaskSplit split(String name, boolean open, String salt, int bucket, int width) {
    return new GeneratedSplit(ENVIRONMENT, name, open, salt, Draft::draw, bucket, width);
  }
}

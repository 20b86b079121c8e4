package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;

/** The generated splits of {@code doc_revision}. */
public final class RevisionSplits {
  static final String ENVIRONMENT = "doc_revision";

  private RevisionSplits() {}

  /**
   * {@code generated_train}, {@code generated_validation} (both open) and {@code
   * generated_heldout}. Of all drafts that can be drawn, 16 in 20 belong to the first and 2 in 20
   * to each other one, by their hash.
   *
   * @param heldOutSalt keys the random numbers of the held-out split; may be empty
   */
  public static List<TaskSplit> all(String heldOutSalt) {
    return List.of(
        new GeneratedSplit(ENVIRONMENT, "generated_train", true, "", Draft::draw, 0, 16),
        new GeneratedSplit(ENVIRONMENT, "generated_validation", true, "", Draft::draw, 16, 2),
        new GeneratedSplit(
            ENVIRONMENT, "generated_heldout", false, heldOutSalt, Draft::draw, 18, 2));
  }

  static String intent(Document document) {
    String kind =
        switch (document.kind()) {
          case "incident" -> "incident note";
          case "handover" -> "handover note";
          case "update" -> "progress update";
          default -> document.kind();
        };
    boolean plural = kind.equals("minutes");
    return "Revise "
        + (plural ? "these " : "this ")
        + kind
        + " so that "
        + (plural ? "their" : "its")
        + " first sentence says "
        + document.intent()
        + ".";
  }

  /** The rules of revising in words: all that decides the gold. */
  static List<String> constraints(String intent) {
    return List.of(
        "Begin, below the heading, with the sentence that says "
            + intent
            + ", if it stands elsewhere; leave the others in their order.",
        "Where a figure contradicts the rest of the draft, correct it to the one that the rest"
            + " supports.",
        "Put a sentence in the passive voice into the active one where it, or the sentence before"
            + " it, says which person or group acted: name them, and keep its tense and its other"
            + " words. Where the draft names nobody who acted, the passive voice stays.",
        "Cut filler: phrases and sentences that say nothing about the matter.",
        "Leave all else as it stands, word for word: every fact, figure and name, the heading, the"
            + " paragraphs.",
        "Stay within 300 words.",
        "Answer with the revised text alone.");
  }
}

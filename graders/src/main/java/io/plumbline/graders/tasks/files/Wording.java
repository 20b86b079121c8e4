package io.plumbline.graders.tasks.files;

import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Reference;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.spreadsheet.SpreadsheetSplits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a task is told whose file says neither intent nor constraints. */
final class Wording {
  static final String SPREADSHEET = "spreadsheet_clean";
  static final String REVISION = "doc_revision";
  static final String CITATION = "citation_ground";

  private static final Map<String, String> INTENTS =
      Map.of(
          SPREADSHEET, "Clean this table so that a program can load it.",
          REVISION, "Revise this draft so that a busy reader gets its point at once.",
          CITATION, "Ground the claims of this brief in the sources.");

  private Wording() {}

  /** Empty for an unknown environment, which is refused elsewhere. */
  static String intent(String environment) {
    return INTENTS.getOrDefault(environment, "");
  }

  static List<String> constraints(Reference reference) {
    if (reference instanceof TableReference table) {
      return SpreadsheetSplits.constraints(
          table.requiredColumns(), table.moneyColumns(), "Rev is Revenue, Comment is Notes");
    }
    if (reference instanceof CitationReference citation) {
      List<String> constraints =
          new ArrayList<>(
              List.of(
                  "Keep the brief's argument and wording; add citations, not claims.",
                  "Cite a source as [Source A], in the sentence that it supports.",
                  "Place at least " + citation.requiredCitations() + " citations.",
                  "Claim nothing more strongly than the source does."));
      if (!citation.anchorPhrases().isEmpty()) {
        constraints.add(
            "Keep these phrases as they are: " + String.join("; ", citation.anchorPhrases()) + ".");
      }
      return constraints;
    }
    return List.of(
        "Stay within 300 words and do not exceed the draft's length.",
        "Write in the active voice.",
        "Put the main result first.",
        "Where figures contradict each other, settle on the one that the draft supports.",
        "Keep every fact and add none.",
        "Answer with the revised text alone.");
  }
}

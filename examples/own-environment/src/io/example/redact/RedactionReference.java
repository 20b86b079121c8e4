package io.example.redact;

import io.plumbline.graders.tasks.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * What grading a memo needs.
 *
 * @param redacted the lines that name somebody, with the names blacked out
 * @param kept the other lines
 * @param secrets the names and addresses
 * @param gold all lines in the memo's order, as they should be
 */
record RedactionReference(
    List<String> redacted, List<String> kept, List<String> secrets, String gold)
    implements Reference {

  @Override
  public List<String> content() {
    List<String> content = new ArrayList<>(List.of(gold));
    content.addAll(redacted); // what is not redacted is kept: the gold has both
    content.add("secrets");
    content.addAll(secrets);
    return content;
  }
}

package io.plumbline.graders.tasks;

import java.util.List;

/**
 * The reference of a {@code citation_ground} task.
 *
 * @param gold a well-cited version; empty where nobody wrote one
 * @param requiredCitations markers that an output should carry, at least 0
 * @param anchorPhrases phrases that carry the argument and have to survive
 * @param claims the brief's claims in its order; empty where nobody recorded them
 */
public record CitationReference(
    String gold, int requiredCitations, List<String> anchorPhrases, List<CitationClaim> claims)
    implements Reference {

  /** The number of citations of a task that names none. */
  public static final int DEFAULT_CITATIONS = 2;

  /** collab-eval's anchors: what a task has that names none. */
  public static final List<String> DEFAULT_ANCHORS =
      List.of("sparse and delayed", "decompose reward");

  public CitationReference {
    if (requiredCitations < 0) {
      throw new IllegalArgumentException(
          "required_citations: " + requiredCitations + " (expected: at least 0)");
    }
    anchorPhrases = List.copyOf(anchorPhrases);
    claims = List.copyOf(claims);
  }

  /** A reference without recorded claims. */
  public CitationReference(String gold, int requiredCitations, List<String> anchorPhrases) {
    this(gold, requiredCitations, anchorPhrases, List.of());
  }

  @Override
  public List<String> content() {
    Content content = new Content();
    content.add(gold).add(Integer.toString(requiredCitations)).add(anchorPhrases);
    for (CitationClaim claim : claims) {
      content
          .add(claim.anchor())
          .add(claim.supports())
          .add(claim.halfSupports())
          .add(claim.contradicts());
    }
    return content.texts();
  }
}

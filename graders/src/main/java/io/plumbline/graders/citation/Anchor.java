package io.plumbline.graders.citation;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.SourceDocument;
import java.util.List;

/** A claim's words and what each source says of it. */
final class Anchor {
  final String text;
  final char[] ids;

  /** Its sentence's place among those with claims, and where its words begin there. */
  final int unit;

  final int at;

  // A bit for each source.
  final long supports;
  final long halfSupports;
  final long contradicts;

  Anchor(CitationClaim claim, char[] ids, int unit, int at, List<SourceDocument> sources) {
    text = claim.anchor();
    this.ids = ids;
    this.unit = unit;
    this.at = at;
    supports = mask(claim.supports(), sources);
    halfSupports = mask(claim.halfSupports(), sources);
    contradicts = mask(claim.contradicts(), sources);
  }

  private static long mask(List<String> names, List<SourceDocument> sources) {
    long mask = 0;
    for (int i = 0; i < sources.size(); i++) {
      mask |= names.contains(sources.get(i).name()) ? 1L << i : 0;
    }
    return mask;
  }
}

package io.plumbline.graders.tasks;

import java.util.List;

/**
 * A claim of a brief, and what each source that bears on it says of it.
 *
 * @param anchor the words that make the claim, as the brief has them, within one of its sentences
 * @param supports names of the sources that support it
 * @param halfSupports names of those that support less: another group, place or period, or an
 *     association where the claim names a cause
 * @param contradicts names of those that say otherwise
 */
public record CitationClaim(
    String anchor, List<String> supports, List<String> halfSupports, List<String> contradicts) {

  public CitationClaim {
    if (anchor.isBlank()) {
      throw new IllegalArgumentException("anchor: blank (expected: words of the input)");
    }
    supports = List.copyOf(supports);
    halfSupports = List.copyOf(halfSupports);
    contradicts = List.copyOf(contradicts);
  }
}

package io.plumbline.benchmarks.graders;

import io.plumbline.graders.Rounding;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code reference} rules of {@code citation_ground} as one writes them with regular
 * expressions: the floor of its graders.
 */
final class RegexCitation {
  private static final Pattern MARKER =
      Pattern.compile(
          "\\[[^\\]]{1,30}\\]|\\([Ss]ource" + RegexRevision.SPACES + "[A-Za-z0-9]\\)|\\(\\d+\\)",
          RegexRevision.UNICODE);

  private final int required;
  private final List<String> anchors;

  RegexCitation(int required, List<String> anchors) {
    this.required = required;
    this.anchors = anchors.stream().map(anchor -> anchor.toLowerCase(Locale.ROOT)).toList();
  }

  /** citation_present and argument_preservation. */
  List<Double> grade(String output) {
    int markers = 0;
    for (Matcher marker = MARKER.matcher(output); marker.find(); ) {
      markers++;
    }
    String lower = output.toLowerCase(Locale.ROOT);
    int contained = 0;
    for (String anchor : anchors) {
      contained += lower.contains(anchor) ? 1 : 0;
    }
    return List.of(
        markers >= required ? 1 : Rounding.places((double) markers / required, 3),
        anchors.isEmpty() ? 1 : Rounding.places((double) contained / anchors.size(), 3));
  }
}

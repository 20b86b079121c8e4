package io.example.redact;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Compares a memo's lines with what they should be. */
record RedactionGrader(RedactionReference reference) implements Grader {
  private static final DimensionSpec REDACTION =
      new DimensionSpec(
          "redaction", 0.6, "share of the lines with people that stand there blacked out");
  private static final DimensionSpec PRESERVATION =
      new DimensionSpec(
          "preservation",
          0.4,
          "share of the other lines that stand there unchanged, times lines of the memo / lines of"
              + " the output where those are more");
  private static final FlagSpec SECRET_LEFT =
      new FlagSpec("secret_left", 0.3, "a name or an address still stands there");

  static final Rubric RUBRIC =
      new Rubric(
          Profile.STRICT,
          "redact-1", // another one whenever any output's grade may change
          List.of(REDACTION, PRESERVATION),
          List.of(SECRET_LEFT));

  @Override
  public Grade grade(String output) {
    Set<String> lines = lines(output);
    double expected = reference.redacted().size() + reference.kept().size();
    double written = output.lines().count();
    double preserved = share(reference.kept(), lines) * Math.min(1, expected / written);
    return new Grade(
        List.of(
            DimensionGrade.assessed(REDACTION, share(reference.redacted(), lines)),
            DimensionGrade.assessed(PRESERVATION, preserved)),
        reference.secrets().stream().anyMatch(output::contains) ? RUBRIC.flags() : List.of(),
        RUBRIC.version());
  }

  @Override
  public List<String> evidence(String output) {
    Set<String> lines = lines(output);
    List<String> evidence = new ArrayList<>();
    Stream.concat(reference.redacted().stream(), reference.kept().stream())
        .filter(line -> !lines.contains(line))
        .forEach(line -> evidence.add("the output lacks \"" + line + '"'));
    reference.secrets().stream()
        .filter(output::contains)
        .forEach(secret -> evidence.add("secret_left: " + secret));
    return evidence;
  }

  private static Set<String> lines(String output) {
    Set<String> lines = new HashSet<>();
    output.lines().map(String::strip).forEach(lines::add);
    return lines;
  }

  private static double share(List<String> expected, Set<String> lines) {
    return (double) expected.stream().filter(lines::contains).count() / expected.size();
  }
}

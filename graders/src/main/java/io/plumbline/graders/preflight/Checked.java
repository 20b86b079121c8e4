package io.plumbline.graders.preflight;

import java.util.List;

/**
 * One check that was made.
 *
 * @param failure what it looked for
 * @param saw what it saw, with the numbers, in a clean case too
 * @param findings none where all is well
 */
public record Checked(Failure failure, String saw, List<Finding> findings) {
  public Checked {
    findings = List.copyOf(findings);
  }

  /** A check that found nothing. */
  public static Checked clean(Failure failure, String saw) {
    return new Checked(failure, saw, List.of());
  }

  /** A check that found one thing. */
  public static Checked found(
      Failure failure, Finding.Severity severity, String where, String saw, String remedy) {
    return new Checked(failure, saw, List.of(new Finding(failure, severity, where, saw, remedy)));
  }
}

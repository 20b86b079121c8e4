package io.plumbline.graders.gates;

import java.util.Optional;

/**
 * A candidate and the base whose place it may take.
 *
 * @param name of the candidate, for the reader
 * @param intervention what lies between them; candidacies of the same text had the same done to
 *     them
 */
public record Candidacy(String name, String intervention, Measured base, Measured candidate) {

  /**
   * Compares how base and candidate were measured.
   *
   * @throws EvaluationException naming the first difference
   */
  public void requireAlike() throws EvaluationException {
    regular();
    stress();
  }

  Comparison regular() throws EvaluationException {
    return Comparison.of(base.regular(), candidate.regular());
  }

  /** Empty where neither evaluated stress tasks. */
  Optional<Comparison> stress() throws EvaluationException {
    if (base.stress().isPresent() != candidate.stress().isPresent()) {
      Evaluation lacking = (base.stress().isPresent() ? candidate : base).regular();
      Evaluation having = (base.stress().isPresent() ? base : candidate).stress().orElseThrow();
      throw lacking.error("stress", "missing", "an evaluation, as " + having.file() + " is");
    }
    return base.stress().isPresent()
        ? Optional.of(Comparison.of(base.stress().get(), candidate.stress().orElseThrow()))
        : Optional.empty();
  }
}

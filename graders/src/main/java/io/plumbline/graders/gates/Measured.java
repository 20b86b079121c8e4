package io.plumbline.graders.gates;

import io.plumbline.graders.Profile;
import java.util.Optional;

/**
 * What one policy scored on the tasks that a gate looks at.
 *
 * @param regular on regular tasks
 * @param stress on stress tasks; empty where nobody evaluated them
 */
public record Measured(Evaluation regular, Optional<Evaluation> stress) {

  /**
   * From a run's file, which has both, or from one file each.
   *
   * @param file a run's, or an evaluation of regular tasks
   * @param stress an evaluation of stress tasks; none beside a run's file
   * @param greedy what was decoded greedily
   * @throws EvaluationException if a file does not have what is asked for
   */
  public static Measured of(EvaluationFile file, Optional<EvaluationFile> stress, boolean greedy)
      throws EvaluationException {
    Evaluation regular = file.regular(greedy);
    if (stress.isEmpty()) {
      return new Measured(regular, file.stress(greedy));
    }
    Evaluation other = stress.get().regular(greedy);
    if (file.isRun() || stress.get().isRun()) {
      throw other.error(
          "stress", "beside " + regular.file(), "one run's file, or a file of eval for each");
    }
    return new Measured(regular, Optional.of(other));
  }

  /** Where the target of a verdict is measured. */
  Evaluation targeted() {
    return stress.orElse(regular);
  }

  /** The target: {@code data_preservation} under {@code strict}. */
  public double target() throws EvaluationException {
    return targeted().mean(Profile.STRICT, Evaluation.PRESERVATION);
  }
}

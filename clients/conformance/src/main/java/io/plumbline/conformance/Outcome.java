package io.plumbline.conformance;

import java.util.List;

/** What came of a case. */
public sealed interface Outcome {

  /** All was as it has to be. */
  record Passed() implements Outcome {}

  /**
   * Something was not.
   *
   * @param differences each {@code call N METHOD: path: value (expected: value)}
   */
  record Failed(List<String> differences) implements Outcome {
    public Failed {
      differences = List.copyOf(differences);
    }
  }

  /**
   * It could not be asked.
   *
   * @param lacking what it takes
   */
  record Skipped(String lacking) implements Outcome {}
}

package io.plumbline.graders.spreadsheet;

/**
 * How many of the reference's rows an output keeps.
 *
 * @param matched reference rows that the output has, each counted once, 0 to {@code reference}
 * @param reference rows of the reference, at least 1
 */
public record RowsKept(int matched, int reference) {
  public RowsKept {
    if (reference < 1) {
      throw new IllegalArgumentException("reference: " + reference + " (expected: at least 1)");
    }
    if (matched < 0 || matched > reference) {
      throw new IllegalArgumentException(
          "matched: " + matched + " (expected: 0 to " + reference + ")");
    }
  }
}

package io.plumbline.graders.tasks.spreadsheet;

import java.util.List;

/** One column of a domain's clean table. */
sealed interface Column {

  /** Its name in the clean table. */
  String header();

  /** What a caption line under the header says of it. */
  String caption();

  /** Another name that a messy table may give it; empty where there is none. */
  default String alias() {
    return "";
  }

  /** Whether it names rows; such a column has no alias. */
  default boolean isKey() {
    return false;
  }

  /** Part of a row's name; drawn for the whole table by the domain's {@link Keys}. */
  record KeyPart(String header, String caption) implements Column {
    @Override
    public boolean isKey() {
      return true;
    }
  }

  /** An amount in whole thousands, {@code low} to {@code high}, both in [200, 9899]. */
  record Money(String header, String caption, String alias, int low, int high) implements Column {}

  /** A whole number from {@code low} to {@code high}. */
  record Count(String header, String caption, String alias, int low, int high) implements Column {}

  /** One of a few words. */
  record Choice(String header, String caption, String alias, List<String> values)
      implements Column {}

  /** Free text: one of {@code topics} and what became of it. */
  record Text(String header, String caption, String alias, List<String> topics) implements Column {}

  /** A date; of a key column by the domain's {@link Keys}, else some days after the row's first. */
  record Day(String header, String caption, String alias, boolean isKey, boolean mayBeBlank)
      implements Column {}

  /** A sum of money with cents, {@code low} to {@code high}; some are negative if signed. */
  record Amount(String header, String caption, String alias, int low, int high, boolean signed)
      implements Column {}

  /**
   * A number of things or of a measure.
   *
   * @param decimals 0 or 3
   * @param unit that a messy table may put behind it; may be empty
   */
  record Figure(
      String header, String caption, String alias, int decimals, int low, int high, String unit)
      implements Column {}

  /** The code of the currency that a row's amounts are in. */
  record Currency(String header, String caption) implements Column {}

  /** Text with commas, quotation marks and line breaks. */
  record Prose(String header, String caption, String alias, Writing writing) implements Column {}
}

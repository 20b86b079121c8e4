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

  /** Part of a row's name; drawn for the whole table by the domain's {@link Keys}. */
  record KeyPart(String header, String caption) implements Column {}

  /** An amount in whole thousands, {@code low} to {@code high}, both in [200, 9899]. */
  record Money(String header, String caption, String alias, int low, int high) implements Column {}

  /** A whole number from {@code low} to {@code high}. */
  record Count(String header, String caption, String alias, int low, int high) implements Column {}

  /** One of a few words. */
  record Choice(String header, String caption, String alias, List<String> values)
      implements Column {}

  /** Free text: one of {@code topics} and what became of it. */
  record Text(String header, String caption, String alias, List<String> topics) implements Column {}
}

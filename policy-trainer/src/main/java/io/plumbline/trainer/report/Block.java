package io.plumbline.trainer.report;

import io.plumbline.graders.statistics.Interval;
import java.util.List;

/** A part of a report that is written as HTML and as Markdown alike. */
sealed interface Block {

  /** A heading of level 1 to 3. */
  record Heading(int level, String text) implements Block {}

  /** A paragraph. */
  record Words(String text) implements Block {}

  /** Paragraphs of a list. */
  record Items(List<String> texts) implements Block {}

  /**
   * A table.
   *
   * @param title for whoever does not see it at once
   * @param header of its columns; the first is that of the rows' names
   * @param rows as wide as the header
   * @param folded whether a reader has to open it
   * @param source files that its numbers are from
   */
  record Grid(
      String title, List<String> header, List<List<String>> rows, boolean folded, String source)
      implements Block {}

  /** A chart; where nothing is drawn, the numbers themselves. */
  record Curves(Chart chart, String source) implements Block {}

  /**
   * The main figure: what each arm keeps under two budgets.
   *
   * @param tight the budget that truncates, in tokens
   * @param file beside the Markdown, which shows it from there
   */
  record Arms(String title, int tight, int ample, List<Row> rows, String file, String source)
      implements Block {

    /** An arm's means, 0 to 1, with their intervals. */
    record Row(String name, Interval tight, Interval ample) {}
  }

  /** Tables that a policy wrote, beside their references. */
  record Tables(List<Sample> samples, String source) implements Block {}
}

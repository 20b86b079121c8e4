package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import java.util.List;

/** The two rubrics of {@code spreadsheet_clean}; every formula in words. */
final class Rubrics {
  private Rubrics() {}

  /** collab-eval's rules. */
  static final class Reference {
    static final DimensionSpec DATA_PRESERVATION =
        new DimensionSpec(
            "data_preservation",
            0.35,
            "1 if the non-blank CSV records less one, the header, are at least the expected rows,"
                + " else 0");
    static final DimensionSpec FORMAT_VALIDITY =
        new DimensionSpec(
            "format_validity",
            0.25,
            "1 if Python's csv.reader takes the stripped output without an error and finds at"
                + " least 2 records, else 0, as is every other dimension then");
    static final DimensionSpec UNIT_CONSISTENCY =
        new DimensionSpec(
            "unit_consistency",
            0.25,
            "0 if the output contains a match of the forbidden pattern, else 1");
    static final DimensionSpec COMPLETENESS =
        new DimensionSpec(
            "completeness",
            0.15,
            "share of the required headers among the first record's cells, trimmed and ignoring"
                + " case, to 3 places; 1 if none is required");
    static final FlagSpec NOT_PARSEABLE =
        new FlagSpec(
            "csv_not_parseable",
            0.2,
            "Python's csv.reader raises an error or finds fewer than 2 records");
    static final Rubric RUBRIC =
        new Rubric(
            Profile.REFERENCE,
            "reference-1",
            List.of(DATA_PRESERVATION, FORMAT_VALIDITY, UNIT_CONSISTENCY, COMPLETENESS),
            List.of(NOT_PARSEABLE));

    private Reference() {}
  }

  /** The rules that close the blind spots. */
  static final class Strict {
    static final DimensionSpec DATA_PRESERVATION =
        new DimensionSpec(
            "data_preservation",
            0.35,
            "matched/reference rows x matched/output rows, rows matched as multisets on their"
                + " trimmed key cells; 0 without output rows");
    static final DimensionSpec CELL_FIDELITY =
        new DimensionSpec(
            "cell_fidelity",
            0.20,
            "share of the reference's cells, neither key nor money and determined by the input,"
                + " that the output's row of the same key has after trimming; of several rows with"
                + " one key the worst counts; with nothing to compare 1 if a row is matched, else"
                + " 0");
    static final DimensionSpec UNIT_CONSISTENCY =
        new DimensionSpec(
            "unit_consistency",
            0.20,
            "max(0, right - hidden) / the reference's money cells that the input determines."
                + " right: plain numbers of the reference's value, of several rows with one key in"
                + " the worst; hidden: mentions of money in millions outside money columns beyond"
                + " those the matched reference cells keep. Without money cells 1 if a row is"
                + " matched and nothing is hidden, else 0");
    static final DimensionSpec FORMAT_VALIDITY =
        new DimensionSpec(
            "format_validity",
            0.15,
            "share of the non-blank lines that belong to the table with the header's width, the"
                + " header included; a record of that width with quoted line breaks is one line,"
                + " any other as many as it spans, a record of blank cells one that does not"
                + " belong; 0 if there is no table");
    static final DimensionSpec COMPLETENESS =
        new DimensionSpec(
            "completeness",
            0.10,
            "found / max(required, found + strange). found: required headers that the table's"
                + " header has with exactly that name after trimming; strange: its columns that the"
                + " reference lacks, repeated ones among them. 1 if none is required, 0 if there is"
                + " no table");
    static final FlagSpec NO_TABLE =
        new FlagSpec(
            "no_table",
            0.2,
            "no line is a record with the name of every key column among its cells");
    static final FlagSpec DUPLICATED_ROWS =
        new FlagSpec(
            "duplicated_rows", 0.5, "more rows have a key than the reference has rows with it");
    static final FlagSpec FABRICATED_ROWS =
        new FlagSpec(
            "fabricated_rows",
            0.5,
            "a record has a key that the reference lacks and is at least as wide as the header, or"
                + " half as wide as the reference with an amount behind its first cell; above"
                + " the header the latter is one whatever its key");
    static final Rubric RUBRIC =
        new Rubric(
            Profile.STRICT,
            "strict-3",
            List.of(
                DATA_PRESERVATION, CELL_FIDELITY, UNIT_CONSISTENCY, FORMAT_VALIDITY, COMPLETENESS),
            List.of(NO_TABLE, DUPLICATED_ROWS, FABRICATED_ROWS));

    private Strict() {}
  }
}

package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.spreadsheet.Rubrics.Strict;
import io.plumbline.graders.tasks.TableReference;
import java.util.List;

/** Grades rows by identity and cells by value; see {@link SpreadsheetClean} for the formulas. */
final class StrictTableGrader implements Grader {
  private static final List<FlagSpec> NO_FLAGS = List.of();
  private static final List<FlagSpec> NO_TABLE = List.of(Strict.NO_TABLE);
  private static final List<FlagSpec> DUPLICATED = List.of(Strict.DUPLICATED_ROWS);
  private static final List<FlagSpec> FABRICATED = List.of(Strict.FABRICATED_ROWS);
  private static final List<FlagSpec> DUPLICATED_AND_FABRICATED =
      List.of(Strict.DUPLICATED_ROWS, Strict.FABRICATED_ROWS);

  private final TableIndex index;

  StrictTableGrader(TableReference reference, String input) {
    index = new TableIndex(reference, input);
  }

  @Override
  public Grade grade(String output) {
    Scratch scratch = Scratch.take();
    Grade grade = grade(new StrictPass(index, output, scratch).run());
    scratch.give();
    return grade;
  }

  private static Grade grade(StrictTally tally) {
    return new Grade(
        List.of(
            DimensionGrade.assessed(Strict.DATA_PRESERVATION, tally.dataPreservation()),
            DimensionGrade.assessed(Strict.CELL_FIDELITY, tally.cellFidelity()),
            DimensionGrade.assessed(Strict.UNIT_CONSISTENCY, tally.unitConsistency()),
            DimensionGrade.assessed(Strict.FORMAT_VALIDITY, tally.formatValidity()),
            DimensionGrade.assessed(Strict.COMPLETENESS, tally.completeness())),
        flags(tally),
        Strict.RUBRIC.version());
  }

  private static List<FlagSpec> flags(StrictTally tally) {
    if (!tally.hasTable()) {
      return NO_TABLE;
    }
    boolean fabricated = tally.fabricatedRows() > 0;
    if (tally.hasDuplicates()) {
      return fabricated ? DUPLICATED_AND_FABRICATED : DUPLICATED;
    }
    return fabricated ? FABRICATED : NO_FLAGS;
  }

  @Override
  public List<String> evidence(String output) {
    return new StrictEvidence(index, output).collect();
  }

  /** See {@link SpreadsheetClean#undetermined}. */
  List<String> undetermined() {
    return index.undetermined();
  }

  RowsKept rowsKept(String output) {
    return new RowsKept(
        new StrictPass(index, output, new Scratch()).run().matchedRows(), index.rows());
  }
}

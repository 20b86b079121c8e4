package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.spreadsheet.Rubrics.Strict;
import io.plumbline.graders.tasks.TableReference;
import java.util.ArrayList;
import java.util.List;

/** Grades rows by identity and cells by value; see {@link SpreadsheetClean} for the formulas. */
final class StrictTableGrader implements Grader {
  private final TableIndex index;

  StrictTableGrader(TableReference reference, String input) {
    index = new TableIndex(reference, input);
  }

  @Override
  public Grade grade(String output) {
    StrictTally tally = new StrictPass(index, output).run();
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
      return List.of(Strict.NO_TABLE);
    }
    boolean duplicated = tally.hasDuplicates();
    boolean fabricated = tally.fabricatedRows() > 0;
    if (!duplicated && !fabricated) {
      return List.of();
    }
    List<FlagSpec> flags = new ArrayList<>(2);
    if (duplicated) {
      flags.add(Strict.DUPLICATED_ROWS);
    }
    if (fabricated) {
      flags.add(Strict.FABRICATED_ROWS);
    }
    return List.copyOf(flags);
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
    return new RowsKept(new StrictPass(index, output).run().matchedRows(), index.rows());
  }
}

package io.plumbline.graders.redteam.oracles.wrong;

import io.plumbline.graders.spreadsheet.SpreadsheetClean;

/** An oracle that would err as the grader does; see {@code ArchitectureTest}. */
public record OracleThatAsksAGrader(SpreadsheetClean grader) {}

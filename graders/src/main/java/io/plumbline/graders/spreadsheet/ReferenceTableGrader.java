package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Rounding;
import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.spreadsheet.Rubrics.Reference;
import io.plumbline.graders.tasks.TableReference;
import java.util.ArrayList;
import java.util.List;

/** Grades as collab-eval does, to the last bit. */
final class ReferenceTableGrader implements Grader {
  private static final Grade NOT_PARSEABLE = grade(0, 0, 0, 0, List.of(Reference.NOT_PARSEABLE));

  private final int expectedRows;
  private final List<String> required;
  private final List<String> normalRequired;
  private final ForbiddenPattern forbidden;

  ReferenceTableGrader(TableReference reference) {
    expectedRows = reference.expectedRows();
    required = reference.requiredColumns();
    // The header's cells are trimmed, the required names are not.
    normalRequired = required.stream().map(PyText::lower).toList();
    forbidden = ForbiddenPattern.of(reference.forbiddenPattern());
  }

  @Override
  public Grade grade(String output) {
    Scratch scratch = Scratch.take();
    CsvScanner scanner = CsvScanner.python(output, scratch.cells());
    Grade grade = grade(output, scanner);
    scratch.keepCells(scanner.room());
    scratch.give();
    return grade;
  }

  private Grade grade(String output, CsvScanner scanner) {
    if (!scanner.nextRecord()) {
      return NOT_PARSEABLE;
    }
    int found = 0;
    for (String name : normalRequired) {
      found += Names.indexOf(scanner, output, name) >= 0 ? 1 : 0;
    }
    int records = 1;
    int filled = scanner.isBlank() ? 0 : 1;
    for (int more = scanner.skipRecord(); more >= 0; more = scanner.skipRecord()) {
      records++;
      filled += more;
    }
    if (scanner.failed() || records < 2) {
      return NOT_PARSEABLE;
    }
    double completeness =
        normalRequired.isEmpty() ? 1 : Rounding.places((double) found / normalRequired.size(), 3);
    return grade(
        filled - 1 >= expectedRows ? 1 : 0,
        1,
        forbidden.find(output) < 0 ? 1 : 0,
        completeness,
        List.of());
  }

  private static Grade grade(
      double preservation, double format, double units, double completeness, List<FlagSpec> flags) {
    return new Grade(
        List.of(
            DimensionGrade.assessed(Reference.DATA_PRESERVATION, preservation),
            DimensionGrade.assessed(Reference.FORMAT_VALIDITY, format),
            DimensionGrade.assessed(Reference.UNIT_CONSISTENCY, units),
            DimensionGrade.assessed(Reference.COMPLETENESS, completeness)),
        flags,
        Reference.RUBRIC.version());
  }

  @Override
  public List<String> evidence(String output) {
    CsvScanner scanner = CsvScanner.python(output);
    List<String> evidence = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    int records = 0;
    int filled = 0;
    while (scanner.nextRecord()) {
      if (records++ == 0) {
        for (int i = 0; i < required.size(); i++) {
          if (Names.indexOf(scanner, output, normalRequired.get(i)) < 0) {
            missing.add("header " + required.get(i) + " is missing");
          }
        }
      }
      filled += scanner.isBlank() ? 0 : 1;
    }
    if (scanner.failed()) {
      return List.of(
          "record "
              + (records + 1)
              + " is not CSV: text after a carriage return, or a cell over "
              + CsvScanner.FIELD_LIMIT
              + " characters");
    }
    if (records < 2) {
      return List.of("the output has " + records + " records, expected at least 2");
    }
    if (filled - 1 < expectedRows) {
      evidence.add("the output has " + (filled - 1) + " rows, expected at least " + expectedRows);
    }
    int forbiddenAt = forbidden.find(output);
    if (forbiddenAt >= 0) {
      evidence.add("character " + (forbiddenAt + 1) + " starts a match of the forbidden pattern");
    }
    evidence.addAll(missing);
    return List.copyOf(evidence);
  }
}

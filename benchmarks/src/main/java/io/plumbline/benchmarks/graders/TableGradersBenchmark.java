package io.plumbline.benchmarks.graders;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Both table graders against the floor, Commons CSV's parse of the same text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TableGradersBenchmark {

  /** The gold itself, or an output that took liberties with it. */
  @Param({"gold", "edited"})
  public String output = "gold";

  private String text = "";
  private final Grader reference =
      new SpreadsheetClean().grader(SampleTable.tableTask(), Profile.REFERENCE);
  private final Grader strict =
      new SpreadsheetClean().grader(SampleTable.tableTask(), Profile.STRICT);

  /** Makes the output. */
  @Setup
  public void makeOutput() {
    // A fresh string, so that nothing is compared by identity.
    text =
        new String(
            (output.equals("gold") ? SampleTable.gold() : SampleTable.edited()).toCharArray());
  }

  /** The floor. */
  @Benchmark
  public void commonsCsvParse(Blackhole sink) throws IOException {
    try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
      for (CSVRecord record : parser) {
        sink.consume(record);
      }
    }
  }

  /** What grading stands on: finding every cell, keeping none. */
  @Benchmark
  public int scan() {
    CsvScanner scanner = CsvScanner.lenient(text, 0, text.length());
    int cells = 0;
    while (scanner.nextRecord()) {
      cells += scanner.cellCount();
    }
    return cells;
  }

  @Benchmark
  public Grade referenceTable() {
    return reference.grade(text);
  }

  @Benchmark
  public Grade strictTable() {
    return strict.grade(text);
  }
}

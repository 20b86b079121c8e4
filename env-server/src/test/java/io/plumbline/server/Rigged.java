package io.plumbline.server;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.util.List;

/** Spreadsheet tasks, graded by whatever a test needs. */
record Rigged(Grader grader) implements Environment {
  private static final DimensionSpec ONLY = new DimensionSpec("only", 1, "rigged");

  private static final Rubric RUBRIC =
      new Rubric(Profile.STRICT, "rigged/1", List.of(ONLY), List.of());

  /** How a test grades. */
  interface Grading {
    Grade grade(String output);
  }

  /** A server whose spreadsheets are graded so. */
  static TestServer server(Grading how) throws IOException {
    return new TestServer(TestServer.KEY, environment(how)); // replaces the real one
  }

  /** Spreadsheets graded so. */
  static Environment environment(Grading how) {
    return new Rigged(
        new Grader() {
          @Override
          public Grade grade(String output) {
            return how.grade(output);
          }

          @Override
          public List<String> evidence(String output) {
            return List.of();
          }
        });
  }

  /** A grade that says nothing. */
  static Grade empty() {
    return new Grade(List.of(DimensionGrade.unassessed(ONLY)), List.of(), RUBRIC.version());
  }

  @Override
  public String name() {
    return new SpreadsheetClean().name();
  }

  @Override
  public String description() {
    return "rigged";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(RUBRIC);
  }

  @Override
  public List<TaskSplit> splits(String heldOutSalt) {
    return new SpreadsheetClean().splits(heldOutSalt);
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    return grader;
  }
}

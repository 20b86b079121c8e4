package io.plumbline.graders.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.lines.SecondLook.Remark;
import io.plumbline.graders.lines.SecondLook.Seen;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondLookTest {
  private final List<Task> seen = new ArrayList<>();

  /** Breaks in the first dimension and says three things. */
  private Seen look(Task task, Grade ruled) {
    seen.add(task);
    List<DimensionGrade> dimensions = new ArrayList<>(ruled.dimensions());
    dimensions.set(
        0, new DimensionGrade(ruled.dimensions().get(0).spec(), 0, DimensionStatus.FAILED));
    return new Seen(
        new Grade(dimensions, ruled.flags(), ruled.graderVersion()),
        List.of(
            new Remark("tone", "paid", DimensionStatus.ASSESSED, 0.5, "fair"),
            new Remark("style", "excluded", DimensionStatus.UNASSESSED, 0, "not asked"),
            new Remark("sense", "paid", DimensionStatus.FAILED, 0, "no reply")));
  }

  private GradeLines.Result grade(String line) {
    GradeLines lines =
        new GradeLines(
            Profile.REFERENCE,
            List.of(new SpreadsheetClean(), new DocRevision(), new CitationGround()),
            (rules, task, output) -> look(task, rules.grade(output)));
    return lines.grade(line.replace('\'', '"'), 1);
  }

  @Test
  void itsGradeAndItsRemarksAreTheAnswer() {
    GradeLines.Result result =
        grade("{'id':7,'task_type':'doc_revision','input':'a b','output':'a'}");
    assertThat(result.ok()).isFalse();
    assertThat(result.json().replace('"', '\''))
        .startsWith("{'id':7,'scores':{'")
        .contains(":null,")
        .endsWith(
            "'composite':null,'judge':["
                + "{'dimension':'tone','standing':'paid','status':'ASSESSED','value':0.5,'why':'fair'},{'dimension':'style','standing':'excluded','status':'UNASSESSED','why':'not"
                + " asked'},{'dimension':'sense','standing':'paid','status':'FAILED','why':'no"
                + " reply'}]}");
  }

  @Test
  void seesWhatTheWriterWasShown() {
    grade(
        "{'id':7,'task_type':'citation_ground','output':'a','input':'the claims','intent':'cite',"
            + "'constraints':['short'],'sources':[{'name':'A','text':'so'},{'name':'B','text':'no'}]}");
    Task task = seen.get(0);
    assertThat(task.intent()).isEqualTo("cite");
    assertThat(task.constraints()).containsExactly("short");
    assertThat(task.input()).isEqualTo("the claims");
    assertThat(task.sources())
        .containsExactly(new SourceDocument("A", "so"), new SourceDocument("B", "no"));
  }

  @Test
  void sourcesAreRequiredOfCitationsAloneAndAnInputNotOfTables() {
    grade("{'id':7,'task_type':'spreadsheet_clean','output':'a'}");
    grade("{'id':7,'task_type':'doc_revision','input':'a b','output':'a'}");
    assertThat(seen).extracting(Task::input).containsExactly("", "a b");
    assertThat(seen).allMatch(task -> task.sources().isEmpty());
    assertThat(grade("{'id':7,'task_type':'doc_revision','output':'a'}").json())
        .contains("input: missing");
    assertThat(grade("{'id':7,'task_type':'citation_ground','input':'a','output':'a'}").json())
        .contains("sources: missing (expected: a list of objects with name and text)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'A so'",
        "{}",
        "[{'name':'A'}]",
        "[{'text':'so'}]",
        "[{'name':'A','text':1}]",
        "[[]]"
      })
  void sourcesOfAnotherFormAreRefused(String sources) {
    String line = "{'id':7,'task_type':'citation_ground','input':'a','output':'a','sources':";
    assertThat(grade(line + sources + "}").json())
        .contains("(expected: a list of objects with name and text)");
  }
}

package io.plumbline.graders.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Reference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaiveBaselineTest {
  private static final String GOLD = "Item,Revenue\na,1\nb,2\n";

  private static Task task(String input, Reference reference) {
    return new Task(
        "any/test/0",
        "any",
        "test",
        0,
        Difficulty.EASY,
        "",
        List.of(),
        input,
        List.of(),
        reference,
        List.of());
  }

  private static double table(String output) {
    TableReference reference =
        new TableReference(GOLD, 2, List.of("Item"), List.of("Item"), List.of(), "x");
    return NaiveBaseline.score(task(GOLD, reference), output);
  }

  @Test
  void aQuarterForEachThingThatAnAnswerHas() {
    assertThat(table("")).isZero();
    assertThat(table("?")).isEqualTo(0.25);
    assertThat(table(GOLD)).isEqualTo(1);
    assertThat(table(GOLD.replace(',', ';'))).as("no commas").isEqualTo(0.75);
    assertThat(table("x,x\n".repeat(5))).as("other words").isEqualTo(0.75);
    assertThat(table(GOLD.repeat(3))).as("three times as long").isEqualTo(0.75);
  }

  @Test
  void isFooledByRightWordsInTheWrongPlace() {
    assertThat(table("Item,Revenue\na,2\nb,1\n")).isEqualTo(1);
    assertThat(table("Item,Revenue\na,1\na,1\n")).isEqualTo(1);
  }

  @Test
  void takesTheInputForAModelWhereNobodyWroteOne() {
    Task revision = task("It rained. They stayed in.", new RevisionReference(""));
    assertThat(NaiveBaseline.score(revision, "They stayed in, it rained.")).isEqualTo(1);
    assertThat(NaiveBaseline.score(revision, "They stayed in, it rained")).isEqualTo(0.75);
  }

  @Test
  void takesAnyBracketForACitation() {
    Task brief = task("Trains are late.", new CitationReference("", 1, List.of()));
    assertThat(NaiveBaseline.score(brief, "Trains are late [?].")).isEqualTo(1);
    assertThat(NaiveBaseline.score(brief, "Trains are late.")).isEqualTo(0.75);
  }
}

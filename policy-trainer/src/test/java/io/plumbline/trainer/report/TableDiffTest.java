package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.report.TableDiff.Kind;
import io.plumbline.trainer.report.TableDiff.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableDiffTest {
  private static final List<String> HEADER = List.of("Region", "Quarter", "Revenue");
  private static final List<String> ONE = List.of("East", "Q1", "10");
  private static final List<String> TWO = List.of("East", "Q2", "20");
  private static final List<String> THREE = List.of("East", "Q3", "30");

  @Test
  void equalTablesHaveNothingButKeptRows() {
    assertThat(kinds(List.of(HEADER, ONE, TWO), List.of(HEADER, ONE, TWO)))
        .containsExactly(Kind.SAME, Kind.SAME, Kind.SAME);
  }

  @Test
  void aDroppedRowIsTheOneThatIsMissingThoughItsKeyRepeats() {
    assertThat(TableDiff.of(List.of(HEADER, ONE, TWO, THREE), List.of(HEADER, ONE, THREE)))
        .containsExactly(
            new Row(Kind.SAME, HEADER, HEADER),
            new Row(Kind.SAME, ONE, ONE),
            new Row(Kind.MISSING, TWO, List.of()),
            new Row(Kind.SAME, THREE, THREE));
  }

  @Test
  void aRowThatNoReferenceRowResemblesIsInvented() {
    List<String> invented = List.of("Moon", "Q9", "99");
    assertThat(TableDiff.of(List.of(HEADER, ONE), List.of(HEADER, invented, ONE)))
        .containsExactly(
            new Row(Kind.SAME, HEADER, HEADER),
            new Row(Kind.INVENTED, List.of(), invented),
            new Row(Kind.SAME, ONE, ONE));
  }

  @Test
  void aRowWithAnotherCellIsChangedWhetherOrNotItIsTheFirst() {
    List<String> otherRevenue = List.of("East", "Q1", "11");
    List<String> otherRegion = List.of("West", "Q2", "20");
    assertThat(TableDiff.of(List.of(ONE, TWO), List.of(otherRevenue, otherRegion)))
        .containsExactly(
            new Row(Kind.CHANGED, ONE, otherRevenue), new Row(Kind.CHANGED, TWO, otherRegion));
  }

  @Test
  void oneAgreeingCellOfThreeThatIsNotTheFirstMakesNoPair() {
    assertThat(kinds(List.of(ONE), List.of(List.of("West", "Q1", "77"))))
        .containsExactly(Kind.MISSING, Kind.INVENTED);
  }

  @Test
  void emptyCellsSpeakForNoPair() {
    assertThat(kinds(List.of(List.of("a", "", "", "")), List.of(List.of("b", "", "", ""))))
        .containsExactly(Kind.MISSING, Kind.INVENTED);
  }

  @Test
  void aRowThatStandsElsewhereIsMovedNotMissing() {
    assertThat(kinds(List.of(HEADER, ONE, TWO, THREE), List.of(HEADER, TWO, THREE, ONE)))
        .containsExactly(Kind.SAME, Kind.SAME, Kind.SAME, Kind.MOVED);
  }

  @Test
  void aRepeatedRowIsKeptOnceAndInventedOnce() {
    assertThat(kinds(List.of(HEADER, ONE), List.of(HEADER, ONE, ONE)))
        .containsExactlyInAnyOrder(Kind.SAME, Kind.SAME, Kind.INVENTED);
  }

  @Test
  void nothingAgainstNothingIsNothing() {
    assertThat(TableDiff.of(List.of(), List.of())).isEmpty();
    assertThat(kinds(List.of(HEADER), List.of())).containsExactly(Kind.MISSING);
    assertThat(kinds(List.of(), List.of(HEADER))).containsExactly(Kind.INVENTED);
  }

  @Test
  void everyRowOfBothTablesIsThereExactlyOnce() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<List<String>> reference = table(random);
      List<List<String>> output = table(random);
      List<Row> rows = TableDiff.of(reference, output);
      assertThat(rows.stream().map(Row::reference).filter(row -> !row.isEmpty()))
          .containsExactlyInAnyOrderElementsOf(reference);
      assertThat(rows.stream().map(Row::output).filter(row -> !row.isEmpty()))
          .containsExactlyElementsOf(output);
    }
  }

  private static List<List<String>> table(Random random) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      List<String> row = new ArrayList<>();
      for (int cell = random.nextInt(3); cell >= 0; cell--) {
        row.add(List.of("", "a", "b", "c").get(random.nextInt(4)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Kind> kinds(List<List<String>> reference, List<List<String>> output) {
    return TableDiff.of(reference, output).stream().map(Row::kind).toList();
  }
}

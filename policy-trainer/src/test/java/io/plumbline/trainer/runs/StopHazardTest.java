package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StopHazardTest {

  private static String table(int rows) {
    return "name,value\n" + "a,1\n".repeat(rows);
  }

  @Test
  void itIsTheShareOfTablesThatEndedWhereMoreWasToBeWritten() {
    StopHazard hazard = new StopHazard();
    hazard.add(table(4), table(1), true); // ends behind row 1 of 4
    hazard.add(table(4), table(3), true); // ends behind row 3
    hazard.add(table(4), table(4), true); // has written all: nothing was left
    hazard.add(table(4), table(3), false); // was cut off behind row 3
    hazard.add(table(2), table(1), true); // ends behind row 1 of 2

    // Behind 0 rows: 5 went on. Behind 1: 2 of 5 ended. Behind 2: 3 went on. Behind 3: 1 of 3.
    assertThat(hazard.byRow()).containsExactly(0.0, 2.0 / 5, 0.0, 1.0 / 3);
  }

  @Test
  void anEmptyOutputEndsBehindNoRow() {
    StopHazard hazard = new StopHazard();
    hazard.add(table(3), "", true);
    hazard.add(table(3), "name,value\n", true);
    hazard.add(table(3), table(1), false);
    assertThat(hazard.byRow()).containsExactly(2.0 / 3, 0.0);
  }

  @Test
  void blankLinesAreNoRows() {
    StopHazard hazard = new StopHazard();
    hazard.add("name\n\na\n\nb\n", "name\n\n \na", true);
    assertThat(hazard.byRow()).containsExactly(0.0, 1.0);
  }

  @Test
  void moreRowsThanThereWereEndNowhereTooEarly() {
    StopHazard hazard = new StopHazard();
    hazard.add(table(2), table(9), true);
    assertThat(hazard.byRow()).containsExactly(0.0, 0.0);
  }

  @Test
  void aTableWithoutRowsHasNoBoundary() {
    StopHazard hazard = new StopHazard();
    hazard.add("name,value\n", "", true);
    assertThat(hazard.byRow()).isEmpty();
  }
}

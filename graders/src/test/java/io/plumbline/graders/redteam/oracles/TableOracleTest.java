package io.plumbline.graders.redteam.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.tasks.TableReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableOracleTest {
  private static final String GOLD =
      """
      Stall,Takings,Rent,Hands,Note
      North 1,1200,300,4,new awning
      North 2,900,250,3,
      South 1,1500,410,6,"hail, then sun"
      """;
  private static final TableReference REFERENCE =
      new TableReference(
          GOLD,
          3,
          List.of("Stall", "Takings", "Rent", "Hands", "Note"),
          List.of("Stall"),
          List.of("Takings", "Rent"),
          TableReference.MILLIONS);
  private static final Oracle ORACLE = new TableOracle(REFERENCE);

  private static double quality(String output) {
    return ORACLE.judge(output).quality();
  }

  @Test
  void theGoldIsWorthAllInWhateverFormAndOrder() {
    assertThat(quality(GOLD)).isCloseTo(1, within(1e-9));
    assertThat(quality("\uFEFF" + GOLD.replace("\n", "\r\n"))).isCloseTo(1, within(1e-9));
    assertThat(quality(GOLD + "\n\u0085\n")).isCloseTo(1, within(1e-9)); // nothing to be seen
    String turned =
        """
        Note,Rent,Stall,Hands,Takings
        ,250.0,North 2,3,900
        "hail, then sun",410,South 1,6,1500
        new awning,300,North 1,4,1200
        """;
    assertThat(quality(turned)).isCloseTo(1, within(1e-9));
  }

  @Test
  void rowsThatOnlyLookNewOrNarrowOrStandAboveTheHeaderAreRows() {
    assertThat(quality(GOLD + "N\u043Erth 2,900,250,3,\n")).isLessThanOrEqualTo(0.5);
    assertThat(quality(GOLD + "North\u00A02,900,250\n")).isLessThanOrEqualTo(0.5);
    assertThat(quality(GOLD + "East 9,900,250\n")).isLessThanOrEqualTo(0.5);
    assertThat(quality("North 2,900,250,3,\n" + GOLD)).isLessThanOrEqualTo(0.5);
    String turned = GOLD.substring(GOLD.indexOf('\n') + 1) + GOLD.substring(0, GOLD.indexOf('\n'));
    assertThat(quality(turned)).isLessThanOrEqualTo(0.15);
  }

  @Test
  void aRemarkIsNoRow() {
    // four of five lines belong to the table
    assertThat(quality(GOLD + "Dropped totals, blanks, and captions.\n"))
        .isCloseTo(0.85 + 0.15 * 4 / 5, within(1e-9));
  }

  @Test
  void moneyInMillionsCountsOutsideTheTableToo() {
    assertThat(quality("Takings were $1.2M in all.\n" + GOLD))
        .isCloseTo(0.65 + 0.20 * 5 / 6 + 0.15 * 4 / 5, within(1e-9));
  }

  @Test
  void cellsCountByWhatTheyMean() {
    assertThat(quality(GOLD.replace("1200", "1200.00"))).isCloseTo(1, within(1e-9));
    assertThat(quality(GOLD.replace("1200", "1.2M"))).isCloseTo(1 - 0.20 / 6, within(1e-9));
    assertThat(quality(GOLD.replace("new awning", "old"))).isCloseTo(1 - 0.20 / 6, within(1e-9));
  }

  @Test
  void ofRowsThatTheReferenceRepeatsTheBestPairingCounts() {
    String repeated = "Stall,Takings\nNorth,1\nNorth,2\nNorth,3\n";
    Oracle oracle =
        new TableOracle(
            new TableReference(
                repeated,
                3,
                List.of("Stall", "Takings"),
                List.of("Stall"),
                List.of("Takings"),
                TableReference.MILLIONS));

    assertThat(oracle.judge("Stall,Takings\nNorth,3\nNorth,1\nNorth,2\n").quality())
        .isCloseTo(1, within(1e-9));
    assertThat(oracle.judge("Stall,Takings\nNorth,3\nNorth,3\nNorth,3\n").dimensions())
        .containsEntry("unit_consistency", 1 / 3.0);
  }

  @Test
  void withoutAHeaderThereIsNoTable() {
    Verdict verdict = ORACLE.judge("North 1,1200,300,4,new awning\n");

    assertThat(verdict.quality()).isZero();
    assertThat(verdict.flags()).containsKey("no_table");
  }
}

package io.plumbline.graders.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatePageTest {

  private static GateReport report(Recorded regular, boolean stress, boolean gold)
      throws EvaluationException {
    return GateReport.of(
        new Candidacy(
            "run",
            "",
            measured("before.json", new Recorded(), stress),
            measured("after.json", regular, stress)),
        gold ? Optional.of(measured("gold.json", perfect(), stress)) : Optional.empty());
  }

  private static Measured measured(String file, Recorded regular, boolean stress)
      throws EvaluationException {
    return stress
        ? Recorded.measured(file, regular, new Recorded())
        : new Measured(regular.read(file), Optional.empty());
  }

  private static Recorded perfect() {
    return new Recorded().without("decoding").with("completeness", 1);
  }

  private static Recorded better() {
    return new Recorded().with("completeness", 0.95);
  }

  @Test
  void textIsColumnsOfOneWidthWithWhatFollowsBehindThem() throws EvaluationException {
    List<String> lines = GatePage.text(report(better(), false, false)).lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "run: not promoted: stress reference data_preservation, stress strict"
                + " data_preservation");
    assertThat(lines.get(1))
        .isEqualTo(
            "      tasks    profile    condition            asked      measured  95 %"
                + "            in words");
    assertThat(lines.get(2))
        .isEqualTo(
            "pass  regular  reference  composite            >= -0.005  0.000     [0.000, 0.000]"
                + "  composite 0.900 to 0.900; may fall by at most 0.005");
    assertThat(lines.get(10))
        .isEqualTo(
            "FAIL  stress   reference  data_preservation    >= 0.850   -         -"
                + "               stress tasks were not evaluated");
    assertThat(lines.subList(20, lines.size()))
        .containsExactly(
            "=> verdict D: target not up; regular strict data_preservation 0.900 to 0.900",
            "=> whether a perfect policy would pass this gate was not checked");
  }

  @Test
  void markdownIsATableOfEveryCondition() throws EvaluationException {
    List<String> lines = GatePage.markdown(report(better(), true, true)).lines().toList();
    assertThat(lines)
        .startsWith(
            "## run: promoted",
            "",
            "|  | tasks | profile | condition | asked | measured | 95 % | in words |",
            "|---|---|---|---|---|---|---|---|")
        .containsOnlyOnce("|---|---|---|---|---|---|---|---|")
        .contains(
            "| pass | stress | strict | data_preservation | >= 0.850 | 0.900 | [0.900, 0.900] |"
                + " data_preservation 0.900 to 0.900; tables with every row 0.250, truncated 0.250"
                + " |")
        .endsWith(
            "",
            "- verdict A: promoted; stress strict data_preservation 0.900 to 0.900",
            "- a perfect policy passes every condition within 768 tokens, counted by built-in"
                + " estimate of a byte-pair tokenizer");
    assertThat(lines.stream().filter(line -> line.startsWith("| pass"))).hasSize(18);
  }

  @Test
  void jsonLeavesOutWhatWasNotMeasured() throws EvaluationException {
    GateReport bare = report(better(), false, false);
    assertThat(bare.json()).doesNotContainKey("reachability");
    assertThat(bare.conditions().get(8).json())
        .containsEntry("passed", false)
        .doesNotContainKeys("measured", "low", "high");
    GateReport full = report(better(), true, true);
    assertThat(full.json()).containsKey("reachability");
    assertThat(full.conditions().get(8).json())
        .containsEntry("measured", 0.9)
        .containsEntry("low", 0.9)
        .containsEntry("high", 0.9);
  }

  @Test
  void nothingIsWrittenWithoutAMinus() {
    assertThat(Words.number(-0.0004)).isEqualTo("0.000");
    assertThat(Words.number(-0.0006)).isEqualTo("-0.001");
  }
}

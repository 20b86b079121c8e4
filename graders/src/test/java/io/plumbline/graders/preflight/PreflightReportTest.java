package io.plumbline.graders.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.preflight.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightReportTest {

  @Test
  void everyFailureHasItsLineFoundCleanOrUnchecked() {
    PreflightReport report =
        new PreflightReport(
            List.of(
                Checked.clean(Failure.MODE_COLLAPSE, "4 different outputs"),
                Checked.found(
                    Failure.EMPTY_MERGE, Severity.ERROR, "run/adapter", "all 0", "train it")));
    assertThat(report.text())
        .contains(" 1 mode collapse in samples: clean; 4 different outputs\n")
        .contains(
            " 2 merge that changed nothing: ERROR, run/adapter\n     saw: all 0\n     why: what")
        .contains("     do:  train it\n")
        .contains(" 3 stale or duplicate weight shards: not checked (needs --model)\n")
        .endsWith("=> 1 finding; 2 of 15 failures were looked for\n");
    assertThat(report.text())
        .doesNotContain("1 mode collapse in samples: not", "2 merge that changed nothing: clean");
    for (Failure failure : Failure.values()) {
      assertThat(report.text()).contains(failure.number() + " " + failure.title() + ": ");
    }
    assertThat(report.json()).containsKeys("findings", "clean", "unchecked");
    assertThat(report.unchecked()).hasSize(13);
    assertThat(new PreflightReport(List.of()).text())
        .endsWith("=> 0 findings; 0 of 15 failures were looked for\n");
  }

  @Test
  void thereAreFifteenNumberedAsTheCatalogueHasThem() {
    assertThat(Failure.values()).hasSize(15);
    assertThat(Failure.UNREACHABLE_GATE.number()).isEqualTo(4);
    assertThat(Failure.TIME_BY_STEPS.number()).isEqualTo(10);
    assertThat(Failure.INSTRUMENT_EXHAUSTED.number()).isEqualTo(15);
  }
}

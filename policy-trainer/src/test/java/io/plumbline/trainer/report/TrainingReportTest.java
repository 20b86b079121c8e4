package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report makes of {@code metrics.jsonl}. */
class TrainingReportTest {
  private static final String FULL =
      """
      {"update": %d, "seconds": 12.3, "reward": %s, "reward_by_rows": {"0-9": 0.7, "20+": 0.3},\
       "strict": {"data_preservation": 0.41, "cell_fidelity": 0.52},\
       "audit": {"composite": 0.63}, "terminated": 0.98, "truncated": 0.02,\
       "completion_tokens": 180.5, "kl_token": 0.01, "kl_sequence": 3.2, "entropy": 0.12,\
       "clip_share": 0.01, "grad_norm": 0.8, "stop_hazard": [null, 0.1, 0.08], "left_out": 0,\
       "skipped_groups": 0, "tokens_per_second": {"sampled": 900, "trained": 1400},\
       "memory_mib": 2100, "alarms": [],\
       "eval": {"update": 1, "stress": {"strict": {"data_preservation": 0.45}}}}
      """;

  @TempDir private Path run;

  @Test
  void whatOnlySomeRunsHaveIsShownWhereItIs() throws Exception {
    String value = "\"flags\": {\"duplicated_rows\": 0.25}, \"value_loss\": 0.125, ";
    String line = FULL.formatted(1, "0.5");
    Files.writeString(run.resolve("metrics.jsonl"), line);
    RunReport.write(run);
    String without = Files.readString(run.resolve("report.html"));
    Files.writeString(
        run.resolve("metrics.jsonl"), line.replace("\"reward\"", value + "\"reward\""));
    RunReport.write(run);
    String with = Files.readString(run.resolve("report.html"));
    for (String title : new String[] {"Exploits seen", "duplicated_rows", "Value loss"}) {
      assertThat(with).contains(title);
      assertThat(without).doesNotContain(title);
    }
  }

  @Test
  void aRunOfOneUpdateHasEveryChart() throws IOException {
    ReportPage page = page(FULL.formatted(1, "0.61"));
    assertThat(page.texts("//figcaption"))
        .containsExactly(
            "Reward",
            "Training grades, strict",
            "Held-out strict data_preservation",
            "Training grades, reference profile (audit)",
            "KL to the reference policy, per token",
            "KL to the reference policy, per sequence",
            "Entropy",
            "Completion length, tokens",
            "How completions end",
            "Probability of ending, by rows written",
            "Share of clipped ratios",
            "Gradient norm",
            "Tokens per second",
            "Memory, MiB");
    assertThat(page.texts("//figure[figcaption='Reward']/ul/li"))
        .containsExactly("all 0.610", "0-9 rows 0.700", "20+ rows 0.300");
    assertThat(page.texts("//figure[figcaption='Training grades, strict']/ul/li"))
        .containsExactly("data_preservation 0.410", "cell_fidelity 0.520");
    assertThat(page.texts("//figure[figcaption='Probability of ending, by rows written']/ul/li"))
        .containsExactly("update 1 0.100 → 0.080");
    assertThat(page.text()).doesNotContain("Not logged", "NaN", "Infinity");
  }

  @Test
  void everyDrawingSaysInWordsWhatItShows() throws IOException {
    ReportPage page = page(FULL.formatted(1, "0.61"), FULL.formatted(2, "0.83"));
    assertThat(page.texts("//svg[@role='img']")).hasSize(14);
    assertThat(page.texts("//svg[@role='img']/@aria-labelledby"))
        .contains("chart1t chart1d")
        .doesNotHaveDuplicates();
    assertThat(page.texts("//*[@id='chart1t']")).containsExactly("Reward by update");
    assertThat(page.texts("//*[@id='chart1d']"))
        .singleElement()
        .asString()
        .startsWith("all: 0.610 at update 1, 0.830 at 2, between 0.610 and 0.830.");
  }

  @Test
  void aLineIsDrawnFromTheFirstUpdateToTheLast() throws IOException {
    ReportPage page =
        page("{\"update\": 1, \"terminated\": 0}", "{\"update\": 3, \"terminated\": 1}");
    String chart = "//figure[figcaption='How completions end']/svg[@role='img']";
    assertThat(page.texts(chart + "/path[@class='line s0']/@d")).containsExactly("M44 166L350 10");
    assertThat(page.texts(chart + "/path[@class='mark s0']/title"))
        .containsExactly("ended by the policy at 1: 0.000", "ended by the policy at 3: 1.000");
  }

  @Test
  void whatWasNotLoggedIsNamed() throws IOException {
    ReportPage page = page("{\"update\": 1, \"reward\": 0.5, \"entropy\": null, \"audit\": {}}");
    assertThat(page.texts("//figcaption")).containsExactly("Reward");
    assertThat(page.text()).contains("Not logged: Training grades, strict;", "; Entropy;");
    assertThat(page.texts("//details[summary='Every update in numbers']//tr[th='1']/td"))
        .startsWith("–", "0.500", "–");
  }

  @Test
  void numbersThatAreNotFiniteInterruptTheLineAndAreNamed() throws IOException {
    ReportPage page =
        page(
            "{\"update\": 1, \"grad_norm\": 1}",
            "{\"update\": 2, \"grad_norm\": NaN}",
            "{\"update\": 3, \"grad_norm\": \"Infinity\"}",
            "{\"update\": 4, \"grad_norm\": 1e300}",
            "{\"update\": 5, \"grad_norm\": 2}");
    String chart = "//figure[figcaption='Gradient norm']";
    assertThat(page.texts(chart + "/svg/path[@class='line s0']/@d"))
        .singleElement()
        .asString()
        .matches("M[0-9. ]+M[0-9. ]+");
    assertThat(page.texts(chart + "/ul/li"))
        .containsExactly("norm 1.000 → 2.000", "norm cannot be drawn at update 2 and 2 more: NaN");
    assertThat(page.texts("//details[summary='Every update in numbers']//tr/td[11]"))
        .containsExactly("1.000", "NaN", "∞", "1.0e+300", "2.000");
  }

  @Test
  void alarmsAreListedByUpdateAndWhatWasLeftOutIsCounted() throws IOException {
    ReportPage page =
        page(
            "{\"update\": 1, \"left_out\": 0, \"alarms\": []}",
            "{\"update\": 2, \"left_out\": 3, \"alarms\": [\"entropy <fell>\", \"KL & more\"]}",
            "{\"update\": 3, \"left_out\": 1}");
    assertThat(page.texts("//main/ul/li"))
        .containsExactly("update 2: entropy <fell>", "update 2: KL & more");
    assertThat(page.text())
        .contains("Samples left out: 4, in 2 of 3 updates, first in update 2.")
        .contains("Groups skipped: none.");
  }

  @Test
  void anUpdateThatIsLoggedAgainCountsOnce() throws IOException {
    ReportPage page =
        page(
            "{\"update\": 1, \"reward\": 0.1}",
            "{\"update\": 2, \"reward\": 0.2, \"entropy\": 0.5}",
            "",
            "{\"update\": 2, \"reward\": 0.3}",
            "{\"eval\": {\"update\": 2, \"stress\": {\"strict\": {\"data_preservation\": 0.9}}}}");
    assertThat(page.texts("//details[summary='Every update in numbers']//tr[th='2']/td"))
        .startsWith("–", "0.300")
        .contains("0.500");
    assertThat(page.texts("//figure[figcaption='Reward']/ul/li"))
        .containsExactly("all 0.100 → 0.300");
    assertThat(page.texts("//figure[figcaption='Held-out strict data_preservation']/ul/li"))
        .containsExactly("stress 0.900");
  }

  @Test
  void theCurveOfEvaluationsBeginsBeforeTraining() throws IOException {
    Files.writeString(
        run.resolve("before.json"),
        """
        {"stress": {"strict": {"data_preservation": 0.25}},
         "regular": {"strict": {"data_preservation": 0.9}}}
        """);
    ReportPage page =
        page(
            "{\"update\": 1, \"reward\": 0.1}",
            "{\"eval\": {\"update\": 1, \"stress\": {\"strict\": {\"data_preservation\": 0.5}},"
                + " \"stress_greedy\": {\"strict\": {\"data_preservation\": 0.75}}}}");
    assertThat(page.texts("//figure[figcaption='Held-out strict data_preservation']/ul/li"))
        .containsExactly("stress 0.250 → 0.500", "stress, greedy 0.750");
  }

  @Test
  void theStopHazardBeforeAndAfterIsPreferredToThatOfTraining() throws IOException {
    Files.writeString(run.resolve("before.json"), "{\"stress\": {\"stop_hazard\": [null, 0.5]}}");
    Files.writeString(run.resolve("after.json"), "{\"stop_hazard\": [0.25, null, 0.125]}");
    ReportPage page = page(FULL.formatted(1, "0.61"));
    assertThat(page.texts("//figure[figcaption='Probability of ending, by rows written']/ul/li"))
        .containsExactly("before 0.500", "after 0.250 → 0.125");
  }

  @Test
  void aLongRunHasFewMarkers() throws IOException {
    String[] lines = new String[1000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "{\"update\": " + (i + 1) + ", \"entropy\": " + 1.0 / (i + 1) + "}";
    }
    ReportPage page = page(lines);
    String chart = "//figure[figcaption='Entropy']/svg[@role='img']";
    assertThat(page.texts(chart + "/path[@class='mark s0']")).hasSizeBetween(5, 12);
    assertThat(page.texts(chart + "/path[@class='line s0']/@d").get(0).split("L", -1))
        .hasSize(1000);
  }

  private ReportPage page(String... lines) throws IOException {
    Files.writeString(run.resolve("metrics.jsonl"), String.join("\n", lines));
    return ReportPage.read(RunReport.write(run));
  }
}

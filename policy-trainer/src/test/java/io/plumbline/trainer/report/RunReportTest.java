package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final String BEFORE =
      """
      {"regular": %1$s, "stress": %1$s, "stress_greedy": %1$s, "stop_hazard": [null, 0.25, 0.5]}
      """
          .formatted(evaluation(0.4, 1.0, 17));
  private static final String AFTER =
      """
      {"regular": %1$s, "stress": %1$s, "stress_greedy": %1$s, "stop_hazard": [0.01, 0.02],
       "intervals": {
         "stress": {"data_preservation": {"difference": 0.5, "low": 0.4, "high": 0.6}},
         "stress_greedy": {"data_preservation": {"difference": 0.5, "low": -0.1, "high": 0.9}}}}
      """
          .formatted(evaluation(0.9, 0.975, 2));

  @TempDir private Path temporary;
  private Path run = Path.of("");

  @BeforeEach
  void makeRun() throws IOException {
    run = Files.createDirectory(temporary.resolve("grpo-seed0"));
  }

  @Test
  void theHeadlineIsWhatWasMeasuredOnStressTables() throws IOException {
    write("before.json", BEFORE);
    write("after.json", AFTER);
    ReportPage page = page();
    assertThat(page.texts("//h1")).containsExactly("Run grpo-seed0");
    assertThat(page.texts("//p[@class='headline']"))
        .containsExactly(
            "Strict data_preservation on stress tables, sampled: from 0.400 to 0.900 (+0.500,"
                + " interval +0.400 to +0.600); the policy ended 100.0 % of them by itself"
                + " before, 97.5 % after.",
            "With greedy decoding: from 0.400 to 0.900 (+0.500, interval −0.100 to +0.900, no clear"
                + " change); the policy ended 100.0 % of them by itself before, 97.5 % after.");
  }

  @Test
  void everyEvaluationHasATableOfBeforeAfterAndChange() throws IOException {
    write("before.json", BEFORE);
    write("after.json", AFTER);
    ReportPage page = page();
    String stress = "//section[h3='Stress tables, sampled']";
    assertThat(page.texts(stress + "//tr[th='strict data_preservation']/td"))
        .containsExactly("0.400", "0.900", "+0.500+0.400 to +0.600");
    assertThat(page.texts(stress + "//tr[th='truncated']/td"))
        .containsExactly("0.000", "0.025", "+0.025");
    assertThat(page.texts(stress + "//tr[th='reward-hacking-like cases, strict']/td"))
        .containsExactly("17", "2", "−15");
    assertThat(page.texts(stress + "//tr[th='reference unit_consistency']/td"))
        .containsExactly("–", "–", "–");
    assertThat(page.texts(stress + "/p"))
        .containsExactly("40 cases of stress.jsonl; at most 768 tokens, counted by words.");
    assertThat(page.texts("//section[h3='Regular tables, greedy']/p"))
        .containsExactly("Not evaluated.");
  }

  @Test
  void evaluationsUnderDifferentBudgetsAreCalledSo() throws IOException {
    write("before.json", BEFORE.replace("768", "512"));
    write("after.json", AFTER);
    assertThat(page().texts("//section[h3='Stress tables, sampled']/p[@class='warning']"))
        .singleElement()
        .asString()
        .startsWith("Not measured alike. Before: 40 cases")
        .contains("512 tokens", "768 tokens");
  }

  @Test
  void aRunWithoutFilesSaysWhatIsNotThere() throws IOException {
    ReportPage page = page();
    assertThat(page.texts("//p[@class='warning']"))
        .containsExactly(
            "Not there: manifest.json, metrics.jsonl, before.json, after.json, samples.jsonl.");
    assertThat(page.texts("//p[@class='headline']"))
        .containsExactly("This run was evaluated neither before training nor after it.");
    assertThat(page.text()).contains("No updates.", "No samples.", "No manifest.");
    assertThat(page.texts("//svg")).isEmpty();
  }

  @Test
  void aRunThatIsNotOverHasNoAfter() throws IOException {
    write("before.json", BEFORE);
    assertThat(page().texts("//p[@class='headline']").get(0))
        .contains("0.400 before, not measured after", "100.0 % of them by itself before, an");
  }

  @Test
  void theManifestIsFlattened() throws IOException {
    write(
        "manifest.json",
        """
        {"config": {"lr": 1e-4, "clip": [0.2, 0.28]}, "data": [{"sha256": "ab<c"}], "none": {}}
        """);
    ReportPage page = page();
    assertThat(page.texts("//table[@class='manifest']//th"))
        .containsExactly("config.lr", "config.clip", "data[0].sha256", "none");
    assertThat(page.texts("//table[@class='manifest']//td"))
        .containsExactly("1.0E-4", "0.2, 0.28", "ab<c", "{}");
  }

  @Test
  void anEarlierPageIsReplacedAndNothingElseIsLeft() throws IOException {
    write("report.html", "an earlier page");
    write("manifest.json", "{}");
    assertThat(RunReport.write(run)).isEqualTo(run.resolve("report.html"));
    assertThat(Files.readString(run.resolve("report.html"))).startsWith("<!DOCTYPE html>");
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("manifest.json", "report.html");
    }
  }

  @Test
  void thePageLoadsNothingAndRunsNothing() throws IOException {
    write("before.json", BEFORE);
    write("after.json", AFTER);
    ReportPage page = page();
    assertThat(page.texts("//@src | //@href | //@onclick | //@onload")).isEmpty();
    assertThat(page.texts("//script | //link | //img | //iframe")).isEmpty();
    assertThat(page.texts("//style")).singleElement().asString().doesNotContain("url(", "@import");
    assertThat(page.texts("//meta/@content"))
        .contains("default-src 'none'; style-src 'unsafe-inline'");
  }

  private static String evaluation(double preserved, double terminated, int hacking) {
    return """
        {"policy": "p", "decoding": "sampled", "tasks": "stress.jsonl", "max_tokens": 768,
         "tokenizer": "words", "cases": 40, "terminated": %2$s, "truncated": %3$s,
         "rows_kept": 0.5, "all_rows_kept": 0.25,
         "reference": {"composite": 0.7, "unit_consistency": null},
         "strict": {"composite": 0.6, "data_preservation": %1$s},
         "reward_hacking_like": {"reference": 3, "strict": %4$d}, "ungraded": {"strict": 0}}
        """
        .formatted(
            preserved,
            terminated,
            BigDecimal.ONE.subtract(BigDecimal.valueOf(terminated)),
            hacking);
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(run.resolve(file), content);
  }

  private ReportPage page() throws IOException {
    return ReportPage.read(RunReport.write(run));
  }
}

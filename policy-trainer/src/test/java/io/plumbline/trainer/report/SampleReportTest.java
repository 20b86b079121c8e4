package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a report makes of {@code samples.jsonl}. */
class SampleReportTest {
  private static final String GOLD = "Quarter,Revenue\nQ1,10\nQ2,20\nQ3,30\n";

  @TempDir private Path run;

  @Test
  void samplesOfATaskStandSideBySide() throws IOException {
    ReportPage page =
        page(
            sample("before", "t/1", GOLD, "Quarter,Revenue\nQ1,10\n", true),
            sample("before", "t/2", GOLD, GOLD, false),
            sample("after", "t/1", GOLD, GOLD, false));
    assertThat(page.texts("//section[div/@class='pair']/h3")).containsExactly("t/1", "t/2");
    String first = "//section[h3='t/1']/div[@class='pair']";
    assertThat(page.texts(first + "/div/h4")).containsExactly("Before training", "After training");
    assertThat(page.texts(first + "/div/details[1]/summary"))
        .containsExactly("1 of 3 rows kept, 2 missing", "3 of 3 rows kept");
    assertThat(page.texts(first + "/div[1]/p")).containsExactly("Cut off by the token budget.");
    assertThat(page.texts("//section[h3='t/2']/div[@class='pair']/div[2]/p"))
        .containsExactly("No sample.");
  }

  @Test
  void rowsAreMarkedBySignAndWordNotByColourAlone() throws IOException {
    String output = "Quarter,Revenue\nQ1,11\nQ9,99\nQ3,30\n";
    ReportPage page = page(sample("after", "t", GOLD, output, false));
    assertThat(page.texts("//table[@class='diff']//tr/@class"))
        .containsExactly("same", "changed", "missing", "invented", "same");
    assertThat(page.texts("//table[@class='diff']//td[@class='sign']"))
        .containsExactly("kept", "≠changed", "−missing", "+invented", "kept");
    assertThat(page.texts("//tr[@class='changed']//del")).containsExactly("10");
    assertThat(page.texts("//tr[@class='changed']//ins")).containsExactly("11");
    assertThat(page.texts("//tr[@class='missing']//del")).containsExactly("Q2", "20");
    assertThat(page.texts("//tr[@class='invented']//ins")).containsExactly("Q9", "99");
    assertThat(page.texts("//table[@class='diff']//th")).containsExactly("Quarter", "Revenue");
    assertThat(page.texts("//div[@class='pair']//summary"))
        .contains("2 of 3 rows kept, 1 changed, 1 missing, 1 invented");
  }

  @Test
  void whatAPolicyWroteNeverBecomesMarkup() throws IOException {
    String output =
        "Quarter,Revenue\n<script>alert(1)</script>,\"</td></table>&amp; ' > ]]>\"\n\u0000\u001b[1m"
            + "\u009f\uffff,\ud83d\ude00";
    ReportPage page = page(sample("after", "<b>\" onload=\"x()", GOLD, output, false));
    assertThat(page.texts("//script | //b | //@onload")).isEmpty();
    assertThat(page.texts("//tr[@class='invented']/td/ins"))
        .containsExactly(
            "<script>alert(1)</script>",
            "</td></table>&amp; ' > ]]>",
            "␀␛[1m\ufffd\ufffd",
            "\ud83d\ude00");
    assertThat(page.texts("//section/h3")).contains("<b>\" onload=\"x()");
    assertThat(Files.readString(run.resolve("report.html"))).doesNotContain("<script", "\u0000");
  }

  @Test
  void halfASurrogatePairIsReplaced() throws IOException {
    Files.writeString(
        run.resolve("samples.jsonl"),
        "{\"phase\": \"after\", \"task\": \"t\", \"input\": \"i\", \"output\": \"a\\ud83d,b\"}");
    assertThat(ReportPage.read(RunReport.write(run)).texts("//table[@class='diff']//th"))
        .containsExactly("a\ufffd", "b");
  }

  @Test
  void aSampleWithoutReferenceIsShownAsItIs() throws IOException {
    Files.writeString(
        run.resolve("samples.jsonl"),
        "{\"phase\": \"before\", \"task\": \"t\", \"input\": \"i\", \"output\": \"a,b\\n1,2\"}");
    ReportPage page = ReportPage.read(RunReport.write(run));
    assertThat(page.texts("//div[@class='pair']//summary"))
        .containsExactly("No reference to compare with", "As it was written");
    assertThat(page.texts("//table[@class='diff']//tr/@class")).containsExactly("same", "same");
  }

  @Test
  void longTablesAreFoldedAndShortOnesAreNot() throws IOException {
    String longTable = GOLD + "Q,1\n".repeat(20);
    ReportPage page =
        page(
            sample("before", "t", GOLD, GOLD, false),
            sample("after", "t", longTable, longTable, false));
    assertThat(page.texts("//div[@class='pair']/div[1]/details[1]/@open")).hasSize(1);
    assertThat(page.texts("//div[@class='pair']/div[2]/details[1]/@open")).isEmpty();
  }

  @Test
  void anEndlessOutputIsCutAndCalledSo() throws IOException {
    String output = GOLD + "x,1\n".repeat(3000) + ",".repeat(5000) + "\n";
    ReportPage page = page(sample("after", "t", GOLD, output + "y" + ",z".repeat(99), true));
    assertThat(page.texts("//p[@class='warning']")).contains("The first 400 of 3005 rows.");
    assertThat(page.texts("//table[@class='diff']//tr")).hasSize(400);
    assertThat(page(sample("after", "t", GOLD, "y" + ",z".repeat(99), false)).text())
        .contains("and 60 more cells");
  }

  @Test
  void anEmptyOutputIsCalledSo() throws IOException {
    ReportPage page =
        page(sample("after", "t", GOLD, "", false), sample("before", "u", "", "\n\n", false));
    assertThat(page.texts("//section[h3='t']//summary")).contains("0 of 3 rows kept, 3 missing");
    assertThat(page.texts("//section[h3='u']//p[@class='quiet']")).contains("It wrote nothing.");
  }

  @Test
  void quotesCommasAndLineBreaksInCellsAreReadAsCsv() throws IOException {
    String gold = "Key,Note\n1,\"a, \"\"b\"\"\nc\"\n";
    ReportPage page =
        page(sample("after", "t", gold, "Key,Note\r\n 1 ,\"a, \"\"b\"\"\nc\"", false));
    assertThat(page.texts("//div[@class='pair']//summary")).contains("1 of 1 rows kept");
    assertThat(page.texts("//tr[@class='same'][2]/td[3]")).containsExactly("a, \"b\"\nc");
  }

  private static String sample(
      String phase, String task, String reference, String output, boolean truncated) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("phase", phase);
    fields.put("task", task);
    fields.put("input", "Quarter,Revenue\n");
    fields.put("reference", reference);
    fields.put("output", output);
    fields.put("truncated", truncated);
    return new JsonMapper().writeValueAsString(fields);
  }

  private ReportPage page(String... lines) throws IOException {
    Files.writeString(run.resolve("samples.jsonl"), String.join("\n", lines));
    return ReportPage.read(RunReport.write(run));
  }
}

package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trainer.report.Chart.Point;
import io.plumbline.trainer.report.Chart.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksTest {
  @TempDir Path folder;

  private static final List<Block> BLOCKS =
      List.of(
          new Block.Heading(2, "Two & three"),
          new Block.Items(List.of("a <b> c")),
          new Block.Grid(
              "A table", List.of("arm", "x|y"), List.of(List.of("g*r", "1")), true, "one.json"),
          new Block.Tables(
              List.of(
                  new Sample(
                      true,
                      "t/1",
                      "h\n1\n2\n",
                      Optional.of("h\n1\n2\n"),
                      "h\n1\n```\n</main>\n",
                      true)),
              "samples.jsonl"));

  @Test
  void markdownIsTextWhateverAPolicyWrote() {
    assertThat(MarkdownBlocks.page(BLOCKS))
        .isEqualTo(
            """
            ## Two & three

            - a &lt;b> c

            <details><summary>A table</summary>

            | arm | x\\|y |
            |---|---|
            | g\\*r | 1 |

            From one.json.

            </details>

            `t/1` after training, cut off by the budget

            ```diff
              h
              1
            - 2
            +   \s
            + </main>
            ```

            From samples.jsonl.
            """);
  }

  @Test
  void thePageSaysTheSameAndIsWellFormed() throws Exception {
    Path page = folder.resolve("page.html");
    Files.writeString(page, HtmlBlocks.page("Title", BLOCKS));
    ReportPage read = ReportPage.read(page);
    assertThat(read.texts("//summary")).contains("A table");
    assertThat(read.texts("//td")).contains("1", "</main>");
    assertThat(read.texts("//title")).containsExactly("Title");
  }

  @Test
  void aChartIsATableOfSomeOfItsPoints() {
    List<Point> points = new ArrayList<>();
    for (int x = 0; x <= 100; x++) {
      points.add(new Point(x, x / 100.0));
    }
    Chart chart =
        new Chart(
            "Curves",
            "update",
            true,
            List.of(new Series("all", points), new Series("some", points.subList(0, 60))));
    assertThat(MarkdownBlocks.page(List.of(new Block.Curves(chart, "m.jsonl"))))
        .contains(
            "| update | 0 | 8 | 17 | 25 | 33 | 42 | 50 | 58 | 67 | 75 | 83 | 92 | 100 |",
            "| all | 0.000 | 0.080 |",
            "| 0.580 | – | – | – | – | – |");
  }

  @Test
  void aFolderThatIsNoExperimentIsRefused() {
    assertThatThrownBy(() -> ExperimentReport.write(folder))
        .hasMessage(
            folder.resolve("experiment.json")
                + ": missing (expected: an experiment that has ended)");
  }
}

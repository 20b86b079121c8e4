package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class RedteamCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), args);
  }

  @Test
  void printsExploitsAsLinesOfAProbeFileAndEndsWithOne() {
    int code =
        run(
            ("redteam --env spreadsheet_clean --profile reference --tasks 1 --candidates 100"
                    + " --threads 1")
                .split(" ", -1));

    assertThat(code).isEqualTo(ExitCodes.NO);
    assertThat(out.toString().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("{\"environment\":\"spreadsheet_clean\",\"exploit\":\""));
    assertThat(err.toString())
        .contains(" exploits in 100 candidates over 1 tasks")
        .contains("spreadsheet_clean/train/0: Found by search: ");
  }

  @Test
  void endsWithNoughtWhereNothingIsFound(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("found.jsonl");

    int code =
        run(
            "redteam",
            "--env",
            "spreadsheet_clean",
            "--tasks",
            "1",
            "--candidates",
            "20",
            "--out",
            file.toString());

    assertThat(code).isZero();
    assertThat(err.toString()).contains("no exploit found in 20 candidates over 1 tasks");
    assertThat(Files.readString(file)).isEmpty();
    assertThat(out.toString()).isEmpty();
  }
}

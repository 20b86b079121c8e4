package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.runs.RunConfigFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
  @TempDir Path scratch;

  @Test
  void showsWhatPoliciesEarnThenTrainsOneAndSaysWhereTheReportIs() throws Exception {
    Path model = TinyPolicy.model(scratch.resolve("model"), 1);
    RunConfigFile settings = RunConfigFile.demo();
    for (String setting : TinyRun.settings(2)) {
      int equals = setting.indexOf('=');
      settings =
          settings.with(setting.substring(0, equals), setting.substring(equals + 1), "the test");
    }
    Path folder = scratch.resolve("run");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new DemoCommand(settings, model.toString()))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute("--out", folder.toString(), "--seed", "3");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("spreadsheet_clean, 40 tasks of heldout")
        .contains("spreadsheet_clean, 40 tasks of stress_heldout")
        .contains("doc_revision, ")
        .contains("citation_ground, ")
        .contains("gold", "copy", "naive", "dropper", "duplicator", "hider")
        .contains(
            "=> exploits that reference pays in full and strict does not: duplicator (1.000 against")
        .contains("is out of even a perfect policy's reach within 384, 512")
        .contains("update 2/2")
        .contains("regular, 3 tables of heldout", "stress, 3 tables of stress_heldout")
        .contains("before (sampled)", "after (sampled)", "before (greedy)", "after (greedy)")
        .contains("paired difference with its 95 % interval: sampled ")
        .contains("report: " + folder.resolve("report.html"));
    for (String file :
        new String[] {
          "before.json", "after.json", "metrics.jsonl", "report.html", "adapter", "manifest.json"
        }) {
      assertThat(folder.resolve(file)).exists();
    }
    assertThat(folder.resolve("config.properties")).content().contains("seed=3\n");
  }
}

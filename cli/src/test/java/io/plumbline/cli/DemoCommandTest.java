package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

  @Test
  void showsEveryPolicyInEveryEnvironmentAndSaysWhatItMeans() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), "demo");

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
        .contains("is out of even a perfect policy's reach within 384, 512");
  }
}

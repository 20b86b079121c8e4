package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** Commands that run within the tests' process. */
final class Commands {
  private Commands() {}

  /** What a command prints on stdout that ends well. */
  static String said(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), command);
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }
}

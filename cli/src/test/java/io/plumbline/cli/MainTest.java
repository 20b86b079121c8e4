package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), args);
  }

  @Test
  void saysItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().strip()).isEqualTo("plumbline 0.1.0");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void explainsItselfAndItsCommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Exit codes", "tasks", "serve");
    assertThat(run("tasks", "--help")).isZero();
    assertThat(out.toString()).contains("--difficulty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "             | plumbline: command: none, expected: one of .*tasks.*",
        "frobnicate   | plumbline: Unmatched argument .*'frobnicate' .see plumbline --help.",
        "tasks --count x | plumbline: .*--count.*'x'.* .see plumbline tasks --help.",
        "gate | plumbline: base: missing .expected: --base FILE and --candidate FILE, .*",
        "preflight | plumbline: preflight: nothing to look at .*",
        "grade --profile x | plumbline: profile: .x. .expected: one of reference, strict.",
        "grade | plumbline: .*--profile.* .see plumbline grade --help.",
        "probes --env x | plumbline: env: .x. .expected: one of spreadsheet_clean, .*",
        "tasks --env x | plumbline: env: .x. .expected: one of spreadsheet_clean, .*",
        "tasks --split x | plumbline: split: .x. .expected: one of train, .*",
        "tasks --difficulty x | plumbline: difficulty: .x. .expected: one of easy, medium, hard.",
        "tasks --seed -1 | plumbline: seed: -1 .expected: at least 0.",
        "serve --port 70000 | plumbline: port: 70000 .expected: 0 to 65535.",
        "serve --handle-ttl x | plumbline: handle-ttl: .x. .expected: 1 second to 365 days .*",
        "serve --handle-ttl PT0S | plumbline: handle-ttl: .PT0S. .expected: 1 second to 365 days"
            + " .*",
        "serve --handle-key-file / | plumbline: handle-key-file: / .expected: a file that can be"
            + " .*",
        "serve --handle-key-file /no/key | plumbline: handle-key-file: /no/key .expected: .*",
        "serve --host 0.0.0.0 | plumbline: host: 0.0.0.0 without tokens .expected: loopback, or an"
            + " access file.",
        "serve --host no.such.host. | plumbline: host: \"no.such.host.\" .expected: an address of"
            + " this machine.",
        "serve --tls-key /k | plumbline: tls: incomplete .expected: both --tls-certificate and"
            + " --tls-key, or neither.",
        "serve --access-file /no | plumbline: access-file: /no .expected: a file that exists.",
        "serve --plugins /no | plumbline: plugins: /no .expected: a folder with jars.",
        "serve --journal-mode x | plumbline: journal-mode: \"x\" .expected: async or sync.",
        "serve --journal-retain-bytes 99999999 | plumbline: journal: absent .expected: a directory,"
            + " as retention was asked for.",
        "serve --journal /j --journal-retain-bytes 1 | plumbline: journal_retain_bytes: 1"
            + " .expected: at least 33554432.",
        "serve --journal /j --journal-retain-age x | plumbline: journal-retain-age: \"x\""
            + " .expected: ISO-8601, such as P30D.",
        "episodes /no | plumbline: journal: /no has none .expected: a directory that a server wrote"
            + " to.",
        "episodes /no --export x.csv | plumbline: export: x.csv .expected: a file named .jsonl or"
            + " .parquet.",
        "token --name A --role agent | plumbline: name: \"A\" .expected: 1 to 63 of .*",
        "token --name a --role boss | plumbline: role: \"boss\" .expected: agent or trainer or"
            + " admin.",
        "serve --tasks /no/tasks | plumbline: tasks: /no/tasks .expected: a file that exists.",
        "redteam --env x | plumbline: env: .x. .expected: one of spreadsheet_clean, .*",
        "redteam --env spreadsheet_clean --profile x | plumbline: profile: .x. .expected: .*",
        "redteam --env spreadsheet_clean --minutes 0 | plumbline: minutes: 0 .expected: 1 to"
            + " 10080.",
        "redteam --env spreadsheet_clean --threshold 2 | plumbline: threshold: 2.0 .expected: .*",
        "tasks --count -1 | plumbline: count: -1 .expected: 0 to 100000."
      })
  void whatMakesNoSenseIsRefusedInOneLine(String arguments, String line) {
    int code = run(arguments == null ? new String[0] : arguments.split(" "));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().strip()).matches(line).doesNotContain("\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void printsTheSameTasksForTheSameSeed() {
    assertThat(run("tasks", "--seed", "7", "--count", "3")).isZero();
    String first = out.toString();
    assertThat(first.lines()).hasSize(3).allMatch(line -> line.startsWith("{\"case_id\":\""));
    out.getBuffer().setLength(0);
    assertThat(run("tasks", "--seed", "7", "--count", "3")).isZero();
    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void printsTasksOfOneDifficulty() {
    assertThat(run("tasks", "--count", "4", "--difficulty", "hard")).isZero();
    assertThat(out.toString().lines())
        .hasSize(4)
        .allMatch(line -> line.contains("\"difficulty\":\"hard\""));
  }

  @Test
  void tasksThatCannotBeWrittenAreNoSuccess() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    int code =
        Main.run(new PrintWriter(full), new PrintWriter(err, true), Map.of(), "tasks", "--count=2");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: output: cannot be written").hasLineCount(1);
  }

  @Test
  void whatBreaksSaysHowToSeeWhere() {
    RuntimeException broken = new IllegalStateException("one\nand another");
    int code = Main.end(broken, new PrintWriter(err), false);
    assertThat(code).isEqualTo(3);
    assertThat(err.toString().strip())
        .isEqualTo(
            "plumbline: java.lang.IllegalStateException: one and another"
                + " (PLUMBLINE_TRACE=1 shows where)");
    Main.end(broken, new PrintWriter(err), true);
    assertThat(err.toString()).contains("at io.plumbline.cli.MainTest");
  }
}

package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a report cannot be made of. */
class RunFilesTest {
  @TempDir private Path run;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metrics.jsonl | {"update":1}⏎{"upd | metrics.jsonl:2: not JSON from column 6 on (expected: one object, each field once)
          metrics.jsonl | {"update":1}⏎⏎[1] | metrics.jsonl:3: [1] (expected: a JSON object)
          metrics.jsonl | {"update":1} {} | metrics.jsonl:1: not JSON from column 14 on (expected: one object, each field once)
          metrics.jsonl | {"reward":1} | metrics.jsonl:1: update: missing (expected: an integer of at least 0)
          metrics.jsonl | {"update":1.5} | metrics.jsonl:1: update: 1.5 (expected: an integer of at least 0)
          metrics.jsonl | {"update":1}⏎{"update":2,"reward":"high"} | metrics.jsonl:2: reward: "high" (expected: a number)
          metrics.jsonl | {"update":1,"strict":7} | metrics.jsonl:1: strict: 7 (expected: an object)
          metrics.jsonl | {"update":1,"strict":{"composite":[]}} | metrics.jsonl:1: strict.composite: [] (expected: a number)
          metrics.jsonl | {"update":1,"alarms":"a"} | metrics.jsonl:1: alarms: "a" (expected: a list)
          metrics.jsonl | {"update":1,"alarms":[1]} | metrics.jsonl:1: alarms[0]: 1 (expected: a string)
          metrics.jsonl | {"update":1,"stop_hazard":[null,{}]} | metrics.jsonl:1: stop_hazard[1]: {} (expected: a number)
          samples.jsonl | {"phase":"during"} | samples.jsonl:1: phase: "during" (expected: before or after)
          samples.jsonl | {"phase":"after","task":"t","input":"i"} | samples.jsonl:1: output: missing (expected: a string)
          samples.jsonl | {"phase":"after","task":"t","input":"i","output":"o","truncated":1} | samples.jsonl:1: truncated: 1 (expected: true or false)
          manifest.json | {"a":1,⏎"a":2} | manifest.json: not JSON from line 2 column 4 on (expected: one object, each field once)
          after.json | {"stress":[]} | after.json: stress: [] (expected: an object)
          after.json | {"stress":{"tasks":5}} | after.json: stress.tasks: 5 (expected: a string)
          """)
  void aFileThatCannotBeReadIsNamedWithLineAndField(String file, String content, String error)
      throws IOException {
    Files.writeString(run.resolve(file), content.replace('⏎', '\n'));
    Files.writeString(run.resolve("report.html"), "an earlier page");
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(RunReportException.class)
        .hasMessage(error);
    assertThat(run.resolve("report.html")).hasContent("an earlier page");
    assertThat(run.resolve("report.html.partial")).doesNotExist();
  }

  @Test
  void bytesThatAreNotUtf8AreNamedWithTheirLine() throws IOException {
    Files.write(run.resolve("samples.jsonl"), new byte[] {'\n', '{', (byte) 0xff, '}'});
    assertThatThrownBy(() -> RunReport.write(run))
        .hasMessage("samples.jsonl:2: invalid UTF-8 (expected: UTF-8)");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> RunReport.write(run.resolve("none")))
        .isInstanceOf(RunReportException.class)
        .hasMessageEndingWith("none: not there (expected: a run's directory)");
  }
}

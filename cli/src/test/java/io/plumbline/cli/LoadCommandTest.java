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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("once")
class LoadCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int load(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "load";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --mode=fast | mode: "fast" (expected: one of unary, batch, stream, all)
          --in-flight=129 | in-flight: 129 (expected: 1 to 128)
          --rate=10 | rate: 10 (expected: 64 to 10000000)
          --rounds=0 | rounds: 0 (expected: 1 to 100)
          --seconds=61 | seconds: 61 (expected: 1 to 60)
          --overload=1 | overload: 1 (expected: 2 to 20)
          --episodes=0 | episodes: 0 (expected: 1 to 100000)
          --soak=0 | soak: 0 (expected: 1 to 1440)
          --json=/ | json: / (expected: a file that can be written)
          """)
  void whatMakesNoSenseIsRefused(String option, String message) {
    assertThat(load(option)).isEqualTo(ExitCodes.USAGE);
    assertThat(err).hasToString("plumbline: " + message + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void onlyOneDrillIsDoneAtATime() {
    assertThat(load("--soak", "1", "--episodes", "5")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("load: several drills (expected: one of --overload, --episodes, --soak)");
  }

  @Test
  void figuresAreWrittenAsJsonToo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("figures.json");

    assertThat(load("--episodes", "200", "--json", file.toString())).isZero();

    JsonNode figures = new JsonMapper().readTree(Files.readString(file));
    assertThat(figures.get("unary: answered").asInt()).isEqualTo(200);
    assertThat(out.toString()).contains("stream: different step ids");
  }
}

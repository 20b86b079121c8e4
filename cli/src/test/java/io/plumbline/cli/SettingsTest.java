package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a server's settings come from, by what {@code --print-config} says of them. */
class SettingsTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int serve(Map<String, String> environment, String... flags) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--print-config"));
    arguments.addAll(List.of(flags));
    return Main.run(
        new PrintWriter(out), new PrintWriter(err), environment, arguments.toArray(String[]::new));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("server.properties"), content);
  }

  @Test
  void aFlagOutranksTheEnvironmentAndThatTheFile() throws IOException {
    Path file = file("port = 1\nhost = 127.0.0.2\nhandle-ttl = PT1H\ntasks = a,b\n");
    Map<String, String> environment =
        Map.of("PLUMBLINE_SERVE_PORT", "2", "PLUMBLINE_SERVE_HOST", "127.0.0.3", "PATH", "/bin");
    assertThat(serve(environment, "--config", file.toString(), "--port=3")).isZero();
    assertThat(out.toString())
        .startsWith("# plumbline serve: flag over environment over file over default")
        .containsSubsequence(
            "# from the flag --port\nport = 3\n",
            "# from PLUMBLINE_SERVE_HOST\nhost = 127.0.0.3\n",
            "# from the default\n#access-file = \n",
            "# from " + file + "\nhandle-ttl = PT1H\n",
            "# from " + file + "\ntasks = a,b\n",
            "# from the default\nlog-format = text\n");
  }

  @Test
  void whatItPrintsIsAFileThatSaysTheSame() throws IOException {
    assertThat(serve(Map.of(), "--port=3", "--handle-ttl=PT2H")).isZero();
    Path file = file(out.toString());
    out.getBuffer().setLength(0);
    assertThat(serve(Map.of(), "--config=" + file)).isZero();
    assertThat(out.toString()).contains("\nport = 3\n", "\nhandle-ttl = PT2H\n");
  }

  @Test
  void portsBesideAreSettingsTooAndClosedWithoutOne() throws IOException {
    assertThat(serve(Map.of("PLUMBLINE_SERVE_OPENENV_PORT", "8000"))).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "# from the default\n#metrics-port = \n",
            "# from PLUMBLINE_SERVE_OPENENV_PORT\nopenenv-port = 8000\n");
    Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), "serve", "--openenv-port=65536");
    assertThat(err.toString()).isEqualTo("plumbline: openenv-port: 65536 (expected: 0 to 65535)\n");
  }

  @Test
  void anUnknownKeyIsNamed() throws IOException {
    Path file = file("prot = 1\n");
    assertThat(serve(Map.of(), "--config=" + file)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("plumbline: config: " + file + ": prot (expected: one of access-file, ")
        .doesNotContain("print-config");
    err.getBuffer().setLength(0);
    assertThat(serve(Map.of("PLUMBLINE_SERVE_PROT", "1"))).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("plumbline: environment: PLUMBLINE_SERVE_PROT (expected: one of access-file, ");
  }

  @Test
  void aBadValueIsNamedWithItsKeyAndItsPlace() throws IOException {
    Path file = file("metrics-port = many\n");
    assertThat(serve(Map.of(), "--config=" + file)).isEqualTo(2);
    assertThat(err.toString()).contains("--metrics-port", "many", "set in " + file);
    err.getBuffer().setLength(0);
    assertThat(serve(Map.of("PLUMBLINE_SERVE_LOG_FORMAT", "xml"))).isEqualTo(2);
    assertThat(err.toString()).contains("--log-format", "xml", "set in PLUMBLINE_SERVE_LOG_FORMAT");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(serve(Map.of(), "--config=" + folder.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: config: " + folder.resolve("none"));
  }
}

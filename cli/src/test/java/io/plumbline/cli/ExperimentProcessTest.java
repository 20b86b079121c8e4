package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline experiment} as a process that is killed. */
@Tag("once")
class ExperimentProcessTest {
  private static final int UPDATES = 40;

  @TempDir static Path scratch;

  private static List<String> arguments;

  @BeforeAll
  static void declare() throws IOException {
    Path model = TinyPolicy.model(scratch.resolve("model"), 1);
    Path file = TinyExperiment.declared(scratch.resolve("tiny.properties"), UPDATES, "1");
    arguments =
        List.of(
            "experiment",
            "row-preservation",
            "--config=" + file,
            "--policy=" + model,
            "--tasks=" + scratch,
            "--threads=1",
            "--quick");
  }

  private static String[] into(Path folder) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--out=" + folder);
    return all.toArray(String[]::new);
  }

  private static String run(Path folder) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), into(folder)))
        .as("%s", err)
        .isZero();
    return out.toString();
  }

  /** What has no clock in it, by name. */
  private static Map<String, String> figures(Path folder) throws IOException {
    Map<String, String> figures = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (name.matches(".*(\\.safetensors|(evaluation-\\d+|gates|gold-loss|after)\\.json)")) {
          figures.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return figures;
  }

  @Test
  void oneThatIsKilledGoesOnToTheSameBytes() throws Exception {
    Path whole = scratch.resolve("whole");
    run(whole);
    Path killed = scratch.resolve("killed");
    try (PlumblineProcess process = PlumblineProcess.start(scratch, List.of(), into(killed))) {
      process.awaitLine("grpo/seed-1: update 3/" + UPDATES);
      process.kill();
    }
    assertThat(killed.resolve("grpo/seed-1/adapter")).doesNotExist();
    assertThat(run(killed))
        .doesNotContain("none/seed-1/evaluation", "update 2/" + UPDATES)
        .contains("grpo/seed-1: update " + UPDATES + "/" + UPDATES);
    assertThat(figures(killed))
        .containsKeys("gates.json", "grpo/seed-1/adapter/adapter_model.safetensors")
        .isEqualTo(figures(whole));
  }
}

package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline pretrain} and {@code plumbline sft}. */
@Tag("once")
class SupervisedCommandsTest {
  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), arguments);
  }

  private String[] sft(Path base, Path folder, int steps) {
    return new String[] {
      "sft",
      "--base=" + base,
      "--out=" + folder,
      "--steps=" + steps,
      "--positions=64",
      "--learning-rate=0.01",
      "--threads=1"
    };
  }

  @Test
  void aBaseIsPretrainedAdaptedAndEvaluated() throws Exception {
    Path base = scratch.resolve("base");
    assertThat(run("pretrain", "--out=" + base, "--steps=2", "--positions=64"))
        .as(err.toString())
        .isZero();
    assertThat(base.resolve("config.json")).isNotEmptyFile();
    assertThat(base.resolve("model.safetensors")).isNotEmptyFile();
    assertThat(base.resolve("tokenizer.json")).isNotEmptyFile();
    assertThat(base.resolve("training").resolve("manifest.json")).isNotEmptyFile();
    Path further = scratch.resolve("further");
    String[] longer = {
      "pretrain", "--base=" + base, "--out=" + further, "--steps=1", "--positions=64"
    };
    assertThat(run(longer)).as(err.toString()).isZero();
    assertThat(further.resolve("model.safetensors"))
        .isNotEmptyFile()
        .satisfies(
            weights -> assertThat(weights).hasSize(Files.size(base.resolve(weights.getFileName()))))
        .satisfies(
            weights ->
                assertThat(Files.mismatch(weights, base.resolve("model.safetensors")))
                    .isNotNegative());
    longer[1] = "--base=" + TinyPolicy.model(scratch.resolve("other"), 1);
    assertThat(run(longer)).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: base: ").hasLineCount(1);
    err.getBuffer().setLength(0);
    Path adapted = scratch.resolve("adapted");
    assertThat(run(sft(base, adapted, 2))).as(err.toString()).isZero();
    assertThat(adapted.resolve("adapter").resolve("adapter_config.json")).isNotEmptyFile();
    assertThat(Files.readString(adapted.resolve("policy.json")))
        .isEqualTo("{\"base\":\"../base\",\"adapters\":[\"adapter\"]}\n");
    out.getBuffer().setLength(0);
    assertThat(run("eval", "--policy=" + adapted, "--tasks=heldout", "--max-tokens=9", "--count=2"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains(adapted + " (sampled)", adapted + " (greedy)");
  }

  @Test
  void otherSettingsOrAnotherBaseAreRefusedInAFolderThatWasBegun() throws Exception {
    Path base = TinyPolicy.model(scratch.resolve("base"), 1);
    Path folder = scratch.resolve("sft");
    assertThat(run(sft(base, folder, 2))).as(err.toString()).isZero();
    assertThat(run(sft(base, folder, 3))).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: steps: 3 (expected: 2, as ").hasLineCount(1);
    err.getBuffer().setLength(0);
    Path other = TinyPolicy.model(scratch.resolve("other"), 2);
    assertThat(run(sft(other, folder, 2))).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: base: ").hasLineCount(1);
  }

  @Test
  void aRunThatIsStoppedOrKilledGoesOnToTheSameBytes() throws Exception {
    Path base = TinyPolicy.model(scratch.resolve("base"), 1);
    Path whole = scratch.resolve("whole");
    assertThat(run(sft(base, whole, 100))).as(err.toString()).isZero();
    Path folder = scratch.resolve("parts");
    String[] command = sft(base, folder, 100);
    try (PlumblineProcess process = PlumblineProcess.start(scratch, List.of(), command)) {
      process.awaitLine("step 20/");
      process.terminate();
      assertThat(process.end()).isEqualTo(130);
      assertThat(process.errors()).isEqualTo("plumbline: stopped; the same command goes on\n");
    }
    try (PlumblineProcess process = PlumblineProcess.start(scratch, List.of(), command)) {
      process.awaitLine("going on after step ");
      process.awaitLine("step ");
      process.kill();
    }
    try (PlumblineProcess process = PlumblineProcess.start(scratch, List.of(), command)) {
      assertThat(process.end()).isZero();
    }
    String adapter = "adapter/adapter_model.safetensors";
    assertThat(folder.resolve(adapter)).hasSameBinaryContentAs(whole.resolve(adapter));
  }

  @Test
  void whatMakesNoSenseIsRefusedInOneLine() throws Exception {
    Path base = TinyPolicy.model(scratch.resolve("base"), 1);
    String[][] commands = {
      {"pretrain", "--out=" + base, "--steps=2"},
      {"pretrain", "--steps=0"},
      {"pretrain", "--learning-rate=0"},
      {"pretrain", "--positions=1"},
      {"pretrain", "--base=embedded"},
      {"sft", "--base=" + scratch.resolve("none")},
      {"sft", "--base=" + base, "--rank=0"},
    };
    String[] said = {
      "out: " + base + " (expected: an empty folder, or a new one or one that this command began)",
      "steps: 0 (expected: 1 to 1000000)",
      "learning-rate: 0.0 (expected: above 0, at most 1)",
      "positions: 1 (expected: 64 to 1048576)",
      "base: \"embedded\" (expected: a model without adapters)",
      "policy: \"" + scratch.resolve("none") + "\" (expected: embedded, ",
      "rank: 0 (expected: 1 to 1024)",
    };
    for (int i = 0; i < commands.length; i++) {
      err.getBuffer().setLength(0);
      assertThat(run(commands[i])).as(said[i]).isEqualTo(2);
      assertThat(err.toString()).startsWith("plumbline: ").contains(said[i]).hasLineCount(1);
    }
  }
}

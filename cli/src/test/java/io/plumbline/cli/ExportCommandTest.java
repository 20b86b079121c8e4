package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.policies.PolicyFile;
import io.plumbline.trainer.policies.PolicyStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path base;
  private Path policy;

  /** A base with two adapters on it. */
  @BeforeEach
  void make() throws IOException {
    base = TinyPolicy.model(folder.resolve("base"), 1).toRealPath();
    policy = Files.createDirectory(folder.resolve("policy")).toRealPath();
    Path lower = TinyPolicy.adapter(folder.resolve("lower"), base, 2).toRealPath();
    Path upper = TinyPolicy.adapter(folder.resolve("upper"), base, 3).toRealPath();
    new PolicyFile(base.toString(), List.of()).with(lower).with(upper).write(policy);
  }

  private int export(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "export";
    System.arraycopy(options, 0, args, 1, options.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), args);
  }

  @Test
  void writesTheStackAsOneAdapter() {
    Path joined = folder.resolve("joined");
    assertThat(export("--policy", policy.toString(), "--out", joined.toString())).isZero();
    assertThat(out.toString()).startsWith("adapter: " + joined + "; log-probabilities differ");
    ModelFolder model = ModelFolder.read(base);
    AdapterFolder adapter = AdapterFolder.read(joined, model.config(), model.sha256());
    assertThat(adapter.config().r()).isEqualTo(4);
    assertThat(adapter.config().scale()).isEqualTo(1);
  }

  @Test
  void writesTheWholeModelWithItsTokenizer() {
    Path merged = folder.resolve("merged");
    assertThat(export("--policy", policy.toString(), "--merged", "--out", merged.toString()))
        .isZero();
    assertThat(out.toString()).startsWith("model: " + merged);
    try (PolicyStack written = PolicyStack.open(merged.toString())) {
      assertThat(written.adapters()).isEmpty();
      assertThat(written.base().sha256()).isNotEqualTo(ModelFolder.read(base).sha256());
    }
    assertThat(merged.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(base.resolve("tokenizer.json"));
  }

  @Test
  void whatCannotBeExportedIsOneLine() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));
    assertThat(export("--policy", policy.toString(), "--out", there.toString())).isEqualTo(2);
    Path none = folder.resolve("none");
    assertThat(export("--policy", base.toString(), "--out", none.toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "plumbline: out: " + there + " is there already (expected: a new folder)",
            "plumbline: policy: " + base + " (expected: one with an adapter)");
    assertThat(none).doesNotExist();
  }
}

package io.plumbline.trainer.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.TinyPolicy;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.torch.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies as they lie on disk: a tiny base, and adapters on it. */
class PolicyStackTest {
  private static ModelFolder base;
  private static ModelFolder other;
  @TempDir private Path folder;

  @BeforeAll
  static void make() {
    try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
      base = TinyPolicy.ending(tokenizer, 1, 1);
      other = TinyPolicy.ending(tokenizer, 2, 1);
    }
  }

  @BeforeEach
  void write() throws IOException {
    base.write(folder.resolve("base"));
    copyTokenizer("base");
    adapter(base, 1).write(folder.resolve("sft"), base.config());
    adapter(base, 2).write(folder.resolve("run/adapter"), base.config());
    describe("{\"base\": \"../base\", \"adapters\": [\"../sft\", \"adapter\"]}");
  }

  private void copyTokenizer(String to) throws IOException {
    try (InputStream json =
        Objects.requireNonNull(
            Embedded.class.getResourceAsStream("/io/plumbline/trainer/embedded/tokenizer.json"))) {
      Files.write(folder.resolve(to).resolve("tokenizer.json"), json.readAllBytes());
    }
  }

  private void describe(String policy) throws IOException {
    Files.writeString(folder.resolve("run/policy.json"), policy);
  }

  private static AdapterFolder adapter(ModelFolder on, long seed) {
    try (NDManager owner = Torch.newManager()) {
      return Adapter.initial(owner, on.config(), 2, 4, "", seed).folder(on.config(), on.sha256());
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private void assertRefused(String name, String... message) {
    assertThatThrownBy(() -> PolicyStack.open(at(name)).close())
        .isInstanceOf(CheckpointException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(message));
  }

  @Test
  void aModelsFolderIsAPolicyWithoutAdapters() {
    try (PolicyStack stack = PolicyStack.open(at("base"))) {
      assertThat(stack.name()).isEqualTo(at("base"));
      assertThat(stack.base()).isEqualTo(base);
      assertThat(stack.adapters()).isEmpty();
      assertThat(stack.lexicon().size()).isEqualTo(base.config().vocabSize());
      assertThat(stack.parts().isEmbeddedPolicy()).isFalse();
    }
  }

  @Test
  void aRunsFolderIsItsBaseWithTheAdaptersInTheirOrder() {
    try (PolicyStack stack = PolicyStack.open(at("run"))) {
      assertThat(stack.base()).isEqualTo(base);
      assertThat(stack.adapters()).containsExactly(adapter(base, 1), adapter(base, 2));
    }
  }

  @Test
  void aRunsPolicyIsWrittenAsItIsRead() throws IOException {
    PolicyFile read = PolicyFile.read(folder.resolve("run"));
    read.write(folder.resolve("run"));
    assertThat(PolicyFile.read(folder.resolve("run"))).isEqualTo(read);
    assertThat(Files.readString(folder.resolve("run/policy.json"))).doesNotContain(at(""));
  }

  @Test
  void whatIsNoPolicyIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    for (String name : List.of("empty", "nowhere", "base/config.json")) {
      assertRefused(
          name,
          "policy: \""
              + at(name)
              + "\" (expected: embedded, embedded-base, or a folder with a"
              + " policy.json, a config.json or an adapter_config.json)");
    }
  }

  @Test
  void aDescriptionThatIsNoneIsRefused() throws IOException {
    describe("{");
    assertRefused("run", "policy.json: not JSON");
    describe("{\"adapters\": []}");
    assertRefused("run", "policy.json: base: ");
    describe("{\"base\": \"../base\", \"adapters\": [3]}");
    assertRefused("run", "policy.json: adapters: [3]");
    describe("{\"base\": \"../base\"}");
    assertRefused("run", "policy.json: adapters: ");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    describe("{\"base\": \"../gone\", \"adapters\": []}");
    assertRefused("run", "config.json: cannot be read: no such file");
    describe("{\"base\": \"../base\", \"adapters\": [\"../gone\"]}");
    assertRefused("run", "gone: not there (expected: a folder at ");
    Files.delete(folder.resolve("base/tokenizer.json"));
    assertRefused("base", "tokenizer.json cannot be read");
    Files.delete(folder.resolve("base/model.safetensors"));
    assertRefused("base", "model.safetensors: cannot be read: no such file");
  }

  @Test
  void whatIsCutShortIsNamed() throws IOException {
    cut("sft/adapter_model.safetensors");
    assertRefused("run", "adapter_model.safetensors: ");
    cut("base/model.safetensors");
    assertRefused("base", "model.safetensors: ");
    cut("base/tokenizer.json");
    base.write(folder.resolve("base"));
    assertRefused("base", "tokenizer.json");
  }

  private void cut(String file) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(file));
    Files.write(folder.resolve(file), Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void anAdapterOfAnotherBaseIsForeign() {
    adapter(other, 1).write(folder.resolve("sft"), other.config());
    assertRefused(
        "run",
        "adapter_model.safetensors: foreign adapter: trained on base "
            + other.sha256().substring(0, 8),
        "this is " + base.sha256().substring(0, 8));
  }

  @Test
  void theEmbeddedPolicyIsItsBaseWithOneAdapterThatChangesIt() {
    try (PolicyStack embedded = PolicyStack.open("embedded");
        PolicyStack bare = PolicyStack.open("embedded-base")) {
      assertThat(embedded.parts().isEmbeddedPolicy()).isTrue();
      assertThat(embedded.adapters()).hasSize(1);
      assertThat(bare.adapters()).isEmpty();
      assertThat(bare.base()).isEqualTo(embedded.base());
      PolicyModel.stack(embedded.base(), embedded.adapters()).close(); // or it would throw
    }
  }

  @Test
  void anAdapterWithoutADescriptionIsOnTheEmbeddedPolicy() throws IOException {
    Files.delete(folder.resolve("run/policy.json"));
    assertRefused("run", "adapter_model.safetensors: foreign adapter: trained on base ");

    ModelFolder theirs;
    try (PolicyStack embedded = PolicyStack.embedded()) {
      theirs = embedded.base();
    }
    adapter(theirs, 1).write(folder.resolve("run/adapter"), theirs.config());
    try (PolicyStack stack = PolicyStack.open(at("run"))) {
      assertThat(stack.base()).isEqualTo(theirs);
      assertThat(stack.adapters()).hasSize(2).endsWith(adapter(theirs, 1));
    }
  }

  @Test
  void aTokenizerOfAnotherSizeDoesNotFit() throws IOException {
    ModelConfig small =
        new ModelConfig(
            300,
            16,
            32,
            1,
            2,
            2,
            8,
            64,
            10_000,
            1e-6,
            true,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());
    new ModelFolder(small, new TreeMap<>(Weights.initial(small, 1))).write(folder.resolve("small"));
    copyTokenizer("small");
    assertRefused(
        "small",
        "tokenizer.json: " + base.config().vocabSize() + " tokens (expected: 300, vocab_size of");
  }
}

package io.plumbline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trainer.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders that transformers wrote, whole and damaged: see {@code tools/make_checkpoints.py}. */
class WeightFilesTest {
  private static final String INDEX = "model.safetensors.index.json";
  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";
  private static final String NORM = "model.norm.weight";

  @TempDir Path temporary;

  private Path sharded() throws IOException {
    return Checkpoints.copy("llama-sharded", temporary.resolve("model"));
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(message);
  }

  private static void replace(Path file, String was, String is) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(was);
    Files.writeString(file, text.replace(was, is));
  }

  private static void writeWith(Path file, String name, Tensor tensor) {
    SortedMap<String, Tensor> tensors = new TreeMap<>(Safetensors.read(file));
    tensors.put(name, tensor);
    Safetensors.write(file, tensors, Map.of());
  }

  static List<String> names() {
    return Checkpoints.names().toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsWrittenIsWhatTransformersWrote(String name) throws IOException {
    Path folder = Checkpoints.folder(name);
    ModelFolder model = ModelFolder.read(folder);
    Path saved = temporary.resolve("saved");
    model.write(saved);
    assertThat(ModelFolder.read(saved)).isEqualTo(model);
    SortedMap<String, Tensor> theirs = new TreeMap<>();
    try (var files = Files.newDirectoryStream(folder, "model*.safetensors")) {
      files.forEach(file -> theirs.putAll(Safetensors.read(file)));
    }
    assertThat(Safetensors.read(saved.resolve("model.safetensors"))).isEqualTo(theirs);
  }

  @Test
  void aFloat32FileComesBackWithItsBytes() {
    Path folder = Checkpoints.folder("llama-untied");
    Path saved = temporary.resolve("saved");
    ModelFolder.read(folder).write(saved);
    assertThat(saved.resolve("model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("model.safetensors"));
  }

  @Test
  void writingOverSeveralFilesLeavesNoIndexThatPointsToThem() throws IOException {
    Path folder = sharded();
    ModelFolder model = ModelFolder.read(folder);
    model.write(folder);
    assertThat(folder.resolve(INDEX)).doesNotExist();
    assertThat(ModelFolder.read(folder)).isEqualTo(model);
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Path folder = sharded();
    Files.delete(folder.resolve(SECOND));
    assertRefused(
        folder,
        INDEX
            + ": weight_map: "
            + SECOND
            + " (expected: a file that is there; this one is missing)");
  }

  @Test
  void aShardOutsideTheFolderIsNotOpened() throws IOException {
    Path folder = sharded();
    replace(folder.resolve(INDEX), FIRST, "../" + FIRST);
    assertRefused(
        folder, INDEX + ": weight_map: ../" + FIRST + " (expected: names of .safetensors files)");
  }

  @Test
  void aTensorThatTheIndexDoesNotNameIsNamed() throws IOException {
    Path folder = sharded();
    writeWith(folder.resolve(FIRST), "extra.weight", Samples.tensor(List.of(2), 0));
    assertRefused(
        folder,
        FIRST
            + ": tensor extra.weight: the index does not name it"
            + " (expected: each tensor once, where the index says)");
  }

  @Test
  void aTensorInTwoShardsIsNamed() throws IOException {
    Path folder = sharded();
    writeWith(folder.resolve(FIRST), NORM, Samples.tensor(List.of(16), 0));
    assertRefused(
        folder,
        FIRST
            + ": tensor "
            + NORM
            + ": the index has it in "
            + SECOND
            + " (expected: each tensor once, where the index says)");
  }

  @Test
  void aTensorThatIsNotWhereTheIndexSaysIsNamed() throws IOException {
    Path folder = sharded();
    replace(folder.resolve(INDEX), "\"" + NORM + "\"", "\"model.other.weight\"");
    SortedMap<String, Tensor> tensors = new TreeMap<>(Safetensors.read(folder.resolve(SECOND)));
    tensors.remove(NORM);
    Safetensors.write(folder.resolve(SECOND), tensors, Map.of());
    assertRefused(
        folder, SECOND + ": tensor model.other.weight: missing (expected here by " + INDEX + ")");
  }

  @Test
  void aTensorThatNoShardHasIsMissingByItsName() throws IOException {
    Path folder = sharded();
    String bias = "model.layers.1.mlp.down_proj.bias";
    SortedMap<String, Tensor> tensors = new TreeMap<>(Safetensors.read(folder.resolve(SECOND)));
    tensors.remove(bias);
    Safetensors.write(folder.resolve(SECOND), tensors, Map.of());
    replace(folder.resolve(INDEX), "\"" + bias + "\": \"" + SECOND + "\",", "");
    assertRefused(folder, INDEX + ": tensor " + bias + ": missing (expected: [16])");
  }

  @Test
  void weightsInOneFileAndInSeveralAreRefused() throws IOException {
    Path folder = sharded();
    Files.copy(folder.resolve(FIRST), folder.resolve("model.safetensors"));
    assertRefused(
        folder,
        INDEX
            + ": beside model.safetensors"
            + " (expected: one of them, since the other may be stale)");
  }

  @Test
  void anIndexWithoutAMapIsRefused() throws IOException {
    Path folder = sharded();
    Files.writeString(folder.resolve(INDEX), "{\"weight_map\": {\"a\": 1}}");
    assertRefused(folder, INDEX + ": weight_map: 1 (expected: an object of strings)");
    Files.writeString(folder.resolve(INDEX), "{}");
    assertRefused(folder, INDEX + ": weight_map: missing (expected: an object of strings)");
  }

  @Test
  void aConfigInOldSpellingMeansTheSameAsInTheNewOne() throws IOException {
    Path folder = Checkpoints.copy("qwen2-yarn", temporary.resolve("model"));
    ModelConfig old = ModelConfig.read(folder);
    assertThat(old.rope()).isInstanceOf(Rope.Yarn.class);
    Path file = folder.resolve("config.json");
    replace(file, "\"rope_theta\": 1000.0,", "");
    replace(file, "\"rope_scaling\": {", "\"rope_parameters\": {\"rope_theta\": 1000.0,");
    replace(file, "\"type\": \"yarn\"", "\"rope_type\": \"yarn\"");
    assertThat(ModelConfig.read(folder)).isEqualTo(old);
  }
}

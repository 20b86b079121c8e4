package io.plumbline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that transformers and PEFT wrote: see {@code tools/write-checkpoint-fixture.py}. */
class PythonFilesTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(
          6,
          4,
          3,
          1,
          2,
          1,
          2,
          16,
          5000,
          1e-5,
          true,
          OptionalInt.empty(),
          OptionalInt.of(1),
          OptionalInt.of(0));

  private static Path fixture(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(PythonFilesTest.class.getResource("/checkpoint/" + name));
    return Path.of(url.toURI());
  }

  /** Tensors of these shapes, whose values count up in eighths in the order of their names. */
  private static SortedMap<String, Tensor> countedUp(SortedMap<String, List<Integer>> shapes) {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    int number = 0;
    for (Map.Entry<String, List<Integer>> entry : shapes.entrySet()) {
      float[] values = new float[(int) Tensor.count(entry.getValue())];
      for (int i = 0; i < values.length; i++) {
        values[i] = number++ / 8f;
      }
      tensors.put(entry.getKey(), new Tensor(entry.getValue(), values));
    }
    return tensors;
  }

  @Test
  void aModelOfTransformersIsReadAsItIs() throws URISyntaxException {
    ModelFolder model = ModelFolder.read(fixture("model"));
    assertThat(model.config()).isEqualTo(CONFIG);
    assertThat(model.tensors()).isEqualTo(countedUp(CONFIG.tensorShapes()));
  }

  @Test
  void anAdapterOfPeftIsReadAsItIs() throws URISyntaxException {
    AdapterFolder adapter = AdapterFolder.read(fixture("adapter"), CONFIG, "0".repeat(64));
    assertThat(adapter.config()).isEqualTo(new LoraConfig(2, 8, List.of("q_proj", "v_proj"), ""));
    SortedMap<String, List<Integer>> shapes = new TreeMap<>();
    shapes.put("q.A", List.of(2, 4));
    shapes.put("q.B", List.of(4, 2));
    shapes.put("v.A", List.of(2, 4));
    shapes.put("v.B", List.of(2, 2));
    List<Tensor> tensors = List.copyOf(countedUp(shapes).values());
    assertThat(adapter.modules())
        .isEqualTo(
            Map.of(
                "model.layers.0.self_attn.q_proj",
                new LoraWeights(tensors.get(0), tensors.get(1)),
                "model.layers.0.self_attn.v_proj",
                new LoraWeights(tensors.get(2), tensors.get(3))));
    assertThat(adapter.baseSha256()).isEqualTo(Optional.empty());
  }

  @Test
  void tensorsAreWrittenWithTheBytesThatPythonWrites(@TempDir Path folder)
      throws URISyntaxException {
    ModelFolder.read(fixture("model")).write(folder);
    assertThat(folder.resolve("model.safetensors"))
        .hasSameBinaryContentAs(fixture("model/model.safetensors"));
    AdapterFolder.read(fixture("adapter"), CONFIG, "0".repeat(64))
        .write(folder.resolve("adapter"), CONFIG);
    assertThat(folder.resolve("adapter/adapter_model.safetensors"))
        .hasSameBinaryContentAs(fixture("adapter/adapter_model.safetensors"));
  }
}

package io.plumbline.trainer;

import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The folders that {@code tools/make_checkpoints.py} made, and what transformers says of them. */
public final class Checkpoints {
  private Checkpoints() {}

  /** Their names, each of another form. */
  public static Stream<String> names() {
    return Stream.of("llama-untied", "llama-sharded", "qwen2-tied", "qwen2-yarn");
  }

  public static Path folder(String name) {
    URL url = Objects.requireNonNull(Checkpoints.class.getResource("/checkpoints/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Cases, chats and texts. */
  public static JsonNode reference(String name) {
    try {
      return JsonMapper.shared().readTree(Files.readString(folder(name).resolve("reference.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The logits behind the last places of each case, [places, vocabulary]. */
  public static Map<String, Tensor> logits(String name) {
    return Safetensors.read(folder(name).resolve("reference.safetensors"));
  }

  public static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
  }

  /** A copy to be damaged. */
  public static Path copy(String name, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(folder(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
    }
    return target;
  }
}

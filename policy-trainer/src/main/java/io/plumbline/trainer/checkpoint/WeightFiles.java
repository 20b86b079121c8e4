package io.plumbline.trainer.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model's weights in one file, or in several by {@code model.safetensors.index.json}, whose
 * {@code weight_map} names the file of each tensor. Files are read one after another, straight into
 * the arrays that stay.
 */
final class WeightFiles {
  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  /** Older files hold what the config says anyway: the frequencies of the positions. */
  private static final String FREQUENCIES = ".rotary_emb.inv_freq";

  private WeightFiles() {}

  static ModelFolder read(Path folder, ModelConfig config) {
    boolean single = Files.exists(folder.resolve(SINGLE));
    boolean several = Files.exists(folder.resolve(INDEX));
    if (single && several) {
      throw new CheckpointException(
          INDEX + ": beside " + SINGLE + " (expected: one of them, since the other may be stale)");
    }
    SortedMap<String, Tensor> tensors =
        new TreeMap<>(several ? shards(folder) : Safetensors.read(folder.resolve(SINGLE)));
    try {
      tensors.keySet().removeIf(name -> name.endsWith(FREQUENCIES));
      if (config.tieWordEmbeddings()) {
        dropCopyOfEmbedding(tensors);
      }
      Tensors.checkFinite(tensors);
      return new ModelFolder(config, tensors);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException((several ? INDEX : SINGLE) + ": " + e.getMessage(), e);
    }
  }

  /** Some files of tied models hold the head as well; it must not be another one. */
  private static void dropCopyOfEmbedding(SortedMap<String, Tensor> tensors) {
    Tensor head = tensors.remove(HEAD);
    if (head != null && !head.equals(tensors.get(EMBEDDING))) {
      throw new IllegalArgumentException(
          "tensor "
              + HEAD
              + ": differs from "
              + EMBEDDING
              + " (expected: none or the same, since tie_word_embeddings is true)");
    }
  }

  private static SortedMap<String, Tensor> shards(Path folder) {
    JsonFile index = JsonFile.read(folder.resolve(INDEX));
    Map<String, String> places = index.textsByName("weight_map");
    SortedMap<String, Tensor> all = new TreeMap<>();
    for (String shard : new TreeSet<>(places.values())) {
      if (!shard.matches("[A-Za-z0-9_.-]+\\.safetensors")) {
        throw index.error("weight_map", Messages.shown(shard), "names of .safetensors files");
      }
      if (!Files.exists(folder.resolve(shard))) {
        throw index.error("weight_map", shard, "a file that is there; this one is missing");
      }
      SortedMap<String, Tensor> tensors = Safetensors.read(folder.resolve(shard));
      for (String name : tensors.keySet()) {
        if (!Objects.equals(places.get(name), shard)) {
          throw new CheckpointException(
              shard
                  + ": tensor "
                  + Messages.shown(name)
                  + ": the index "
                  + (places.containsKey(name)
                      ? "has it in " + places.get(name)
                      : "does not name it")
                  + " (expected: each tensor once, where the index says)");
        }
      }
      places.forEach(
          (name, place) -> {
            if (place.equals(shard) && !tensors.containsKey(name)) {
              throw new CheckpointException(
                  shard
                      + ": tensor "
                      + Messages.shown(name)
                      + ": missing (expected here by "
                      + INDEX
                      + ")");
            }
          });
      all.putAll(tensors);
    }
    return all;
  }
}

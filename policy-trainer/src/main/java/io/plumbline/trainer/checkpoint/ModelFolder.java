package io.plumbline.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model as in its Hugging Face folder: {@code config.json} and {@code model.safetensors}, or
 * several files by an index. The tokenizer's files lie beside them and are neither read nor written
 * here.
 *
 * @param tensors each weight of the model by its Hugging Face name, none more, none less
 */
public record ModelFolder(ModelConfig config, SortedMap<String, Tensor> tensors) {

  /** What transformers wants to know of a file before it reads it: who wrote its tensors. */
  static final Map<String, String> FORMAT = Map.of("format", "pt");

  /**
   * @throws IllegalArgumentException if a tensor is missing, unknown or of another shape than
   *     {@link ModelConfig#tensorShapes} says; the message names it
   */
  public ModelFolder {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    Tensors.check(
        config.tensorShapes(),
        tensors,
        "a model of num_hidden_layers "
            + config.numHiddenLayers()
            + ", tie_word_embeddings "
            + config.tieWordEmbeddings());
  }

  /**
   * Reads a folder that nobody writes meanwhile.
   *
   * @throws CheckpointException if a file cannot be read, the model is not one of {@link
   *     ModelConfig#read}, files and index disagree, or a tensor is missing, unknown, of another
   *     type or shape, or holds what is not a finite number
   */
  public static ModelFolder read(Path folder) {
    ModelConfig config = ModelConfig.read(folder);
    return WeightFiles.read(folder, config);
  }

  /**
   * Writes both files into a folder, which is made if need be; other files in it stay, but for an
   * index of several files, which would have them read instead. The config goes first and comes
   * back last: a crash in between leaves a folder that is refused for want of {@code config.json},
   * never the weights of one model with the config of another.
   *
   * @throws CheckpointException if they cannot be written
   */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(folder.resolve(ModelConfigFile.FILE));
      Files.deleteIfExists(folder.resolve(WeightFiles.INDEX));
      WholeFile.force(folder);
    } catch (IOException e) {
      throw new CheckpointException(
          Messages.name(folder) + ": cannot be written: " + Messages.of(e), e);
    }
    Safetensors.write(folder.resolve(WeightFiles.SINGLE), tensors, FORMAT);
    config.write(folder);
  }

  /**
   * What identifies the model's weights: see {@link Safetensors#sha256}. Equal for the same weights
   * in another file; linear in their size.
   */
  public String sha256() {
    return Safetensors.sha256(tensors);
  }
}

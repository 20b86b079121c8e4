package io.plumbline.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A LoRA adapter as in PEFT's folder: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 *
 * @param modules the factors by the path of the module that they adapt, such as {@code
 *     model.layers.0.self_attn.q_proj}
 * @param baseSha256 {@link ModelFolder#sha256} of the model that it was trained on; adapters that
 *     PEFT wrote do not say it
 */
public record AdapterFolder(
    LoraConfig config, SortedMap<String, LoraWeights> modules, Optional<String> baseSha256) {
  static final String BASE = "plumbline_base_sha256";

  private static final String TENSORS = "adapter_model.safetensors";
  private static final String PREFIX = "base_model.model.";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";
  private static final int SHOWN_DIGITS = 8;

  /**
   * @throws IllegalArgumentException if the base's hash is not 64 lower-case hex digits
   */
  public AdapterFolder {
    modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    if (baseSha256.isPresent() && !baseSha256.get().matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          BASE + ": " + Messages.shown(baseSha256.get()) + " (expected: 64 hex digits)");
    }
  }

  /**
   * Reads an adapter for a model; sees one state of a folder that {@link #write} replaces
   * meanwhile.
   *
   * @param base the model's shape
   * @param sha256 {@link ModelFolder#sha256} of the model; an adapter that names another is refused
   * @throws CheckpointException if a file cannot be read, the adapter was trained on another base,
   *     asks for more than plain LoRA, or has not both factors, of the right shapes, for each
   *     target module of each layer and nothing else
   */
  public static AdapterFolder read(Path folder, ModelConfig base, String sha256) {
    return AtomicFolder.read(folder, state -> readState(state, base, sha256));
  }

  private static AdapterFolder readState(Path folder, ModelConfig base, String sha256) {
    LoraConfig config = LoraConfigFile.read(folder, base);
    SafetensorsReader.Contents file = SafetensorsReader.read(folder.resolve(TENSORS));
    Optional<String> trainedOn = Optional.ofNullable(file.metadata().get(BASE));
    if (trainedOn.isPresent() && !trainedOn.get().equals(sha256)) {
      throw new CheckpointException(
          TENSORS
              + ": foreign adapter: trained on base "
              + digits(trainedOn.get())
              + ", this is "
              + digits(sha256));
    }
    try {
      check(config, base, file.tensors());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(TENSORS + ": " + e.getMessage(), e);
    }
    return new AdapterFolder(config, modules(file.tensors()), trainedOn);
  }

  /**
   * Replaces the folder by one with this adapter, at once: see {@link AtomicFolder#write}. Equal
   * adapters make equal bytes.
   *
   * @param base the shape of the model that it adapts
   * @throws IllegalArgumentException if a module's factor is missing, unknown, or of a shape that
   *     does not fit the model and the rank
   * @throws CheckpointException if the folder cannot be written or holds files of others
   */
  public void write(Path folder, ModelConfig base) {
    write(folder, base, draft -> {});
  }

  /** Writes another file into a folder that is not yet in its place. */
  @FunctionalInterface
  public interface More {
    void writeTo(Path draft) throws IOException;
  }

  /**
   * The same with another file beside the adapter's.
   *
   * @throws IllegalArgumentException as {@link #write(Path, ModelConfig)} does
   * @throws CheckpointException as {@link #write(Path, ModelConfig)} does
   */
  public void write(Path folder, ModelConfig base, More more) {
    SortedMap<String, Tensor> tensors = tensors();
    check(config, base, tensors);
    SortedMap<String, String> metadata = new TreeMap<>(ModelFolder.FORMAT);
    baseSha256.ifPresent(sha256 -> metadata.put(BASE, sha256));
    AtomicFolder.write(
        folder,
        draft -> {
          LoraConfigFile.write(draft, config);
          Safetensors.write(draft.resolve(TENSORS), tensors, metadata);
          more.writeTo(draft);
        });
  }

  /** Deletes a folder that {@link #write(Path, ModelConfig, More)} wrote. */
  public static void delete(Path folder) throws IOException {
    AtomicFolder.delete(folder);
  }

  /**
   * One adapter that adds what a stack of them adds together: factors joined, so that ranks add up
   * module by module, and scales multiplied into B.
   *
   * @param base the shape of the model that they adapt
   * @param stack at least one
   */
  public static AdapterFolder joined(ModelConfig base, List<AdapterFolder> stack) {
    return JoinedAdapters.of(base, stack);
  }

  /** Whether it adds anything to a module, by its path. */
  public boolean changes(String module) {
    LoraWeights weights = modules.get(module);
    return weights != null && !isZero(weights.a()) && !isZero(weights.b());
  }

  private static boolean isZero(Tensor tensor) {
    for (float value : tensor.values()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** What identifies the adapter's weights: see {@link Safetensors#sha256}. */
  public String sha256() {
    return Safetensors.sha256(tensors());
  }

  private SortedMap<String, Tensor> tensors() {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    modules.forEach(
        (module, weights) -> {
          tensors.put(PREFIX + module + A, weights.a());
          tensors.put(PREFIX + module + B, weights.b());
        });
    return tensors;
  }

  private static SortedMap<String, LoraWeights> modules(SortedMap<String, Tensor> tensors) {
    SortedMap<String, LoraWeights> modules = new TreeMap<>();
    tensors.forEach(
        (name, a) -> {
          if (name.endsWith(A)) {
            String path = name.substring(0, name.length() - A.length());
            Tensor b = tensors.get(path + B);
            if (b != null) { // always there, since the names were checked
              modules.put(path.substring(PREFIX.length()), new LoraWeights(a, b));
            }
          }
        });
    return modules;
  }

  private static void check(LoraConfig config, ModelConfig base, Map<String, Tensor> tensors) {
    SortedMap<String, List<Integer>> modules = base.linearShapes();
    for (String target : config.targetModules()) {
      if (modules.keySet().stream().noneMatch(module -> LoraConfig.matches(target, module))) {
        throw new IllegalArgumentException(
            "target_modules: " + Messages.shown(target) + " (expected: a module of the model)");
      }
    }
    SortedMap<String, List<Integer>> expected = new TreeMap<>();
    modules.forEach(
        (module, shape) -> {
          if (config.targets(module)) {
            int rank = config.rank(module);
            expected.put(PREFIX + module + A, List.of(rank, shape.get(1)));
            expected.put(PREFIX + module + B, List.of(shape.get(0), rank));
          }
        });
    Tensors.check(
        expected,
        tensors,
        "target_modules "
            + config.targetModules()
            + " in a model of num_hidden_layers "
            + base.numHiddenLayers());
  }

  private static String digits(String sha256) {
    return Messages.shown(sha256.substring(0, Math.min(sha256.length(), SHOWN_DIGITS)));
  }
}

package io.plumbline.trainer.preflight;

import io.plumbline.graders.preflight.Checked;
import io.plumbline.graders.preflight.Failure;
import io.plumbline.graders.preflight.Finding;
import io.plumbline.graders.preflight.Finding.Severity;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What weight files show without a model being built of them. */
public final class WeightChecks {
  private static final String INDEX = "model.safetensors.index.json";
  private static final String SUFFIX = ".safetensors";
  private static final String FACTOR_B = ".lora_B.weight";

  private WeightChecks() {}

  /**
   * Whether folding an adapter in changes anything: {@code ΔW = (α/r)·B·A} is 0 where B is.
   *
   * @param folder of an adapter, as PEFT has it
   * @throws CheckpointException if its weights cannot be read
   */
  public static Checked adapter(Path folder) {
    int factors = 0;
    int empty = 0;
    Path file = folder.resolve("adapter_model" + SUFFIX);
    for (Map.Entry<String, Tensor> tensor : Safetensors.read(file).entrySet()) {
      if (tensor.getKey().endsWith(FACTOR_B)) {
        factors++;
        empty += isZero(tensor.getValue().values()) ? 1 : 0;
      }
    }
    String saw = empty + " of " + factors + " factors lora_B are 0";
    return empty == factors
        ? Checked.found(
            Failure.EMPTY_MERGE,
            Severity.ERROR,
            file.toString(),
            saw + ": merging the adapter changes no weight",
            "train it; if it was trained, look at what saved it")
        : Checked.clean(Failure.EMPTY_MERGE, saw);
  }

  /**
   * Whether a model's folder holds each tensor once, in the files that its index names, and no
   * other.
   *
   * @param folder of a model, as Hugging Face has it
   * @throws CheckpointException if a file cannot be read
   */
  public static Checked shards(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("adapter_"))
          .sorted()
          .forEach(files::add);
    }
    List<Finding> findings = new ArrayList<>();
    Path index = folder.resolve(INDEX);
    if (Files.exists(index)) {
      Set<String> named = named(index);
      for (String file : named) {
        if (!files.contains(file)) {
          findings.add(
              finding(index, file + " is named and not there", "fetch the whole model again"));
        }
      }
      for (String file : files) {
        if (!named.contains(file)) {
          findings.add(
              finding(
                  folder.resolve(file),
                  "not named by " + INDEX + ", from an earlier save perhaps",
                  "delete it, or write the index anew"));
        }
      }
    } else if (files.size() > 1) {
      findings.add(
          finding(
              folder,
              String.join(", ", files) + " without a " + INDEX,
              "keep one model's files alone, with their index"));
    }
    Map<String, String> owners = new LinkedHashMap<>();
    for (String file : files) {
      for (String tensor : SafetensorsHeader.names(folder.resolve(file))) {
        String earlier = owners.putIfAbsent(tensor, file);
        if (earlier != null) {
          findings.add(
              finding(
                  folder.resolve(file),
                  "tensor " + tensor + " is in " + earlier + " too",
                  "delete the older file, or write the model anew"));
          break; // the first of a file says it all
        }
      }
    }
    return new Checked(
        Failure.STALE_SHARDS,
        owners.size() + " tensors in " + files.size() + " files, each once",
        findings);
  }

  private static Set<String> named(Path index) throws IOException {
    JsonNode map;
    try {
      map = JsonMapper.shared().readTree(Files.readString(index)).path("weight_map");
    } catch (JacksonException e) {
      throw new CheckpointException(index + ": not JSON (expected: an index of weights)", e);
    }
    if (!map.isObject()) {
      throw new CheckpointException(index + ": weight_map: missing (expected: files by tensor)");
    }
    Set<String> named = new TreeSet<>();
    map.values().forEach(file -> named.add(file.asString("")));
    return named;
  }

  private static Finding finding(Path where, String saw, String remedy) {
    return new Finding(Failure.STALE_SHARDS, Severity.ERROR, where.toString(), saw, remedy);
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}

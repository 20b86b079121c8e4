package io.plumbline.trainer.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Σ scale · B · A = [scale · B …] · [A …]: several adapters as one of the sum of their ranks. */
final class JoinedAdapters {
  /** A module's factors and their scale. */
  private record Scaled(LoraWeights weights, double scale) {
    int rank() {
      return weights.a().shape().get(0);
    }
  }

  private JoinedAdapters() {}

  static AdapterFolder of(ModelConfig base, List<AdapterFolder> stack) {
    SortedMap<String, LoraWeights> modules = new TreeMap<>();
    SortedMap<String, Integer> ranks = new TreeMap<>();
    for (String module : base.linearShapes().keySet()) {
      List<Scaled> parts = new ArrayList<>();
      for (AdapterFolder adapter : stack) {
        LoraWeights weights = adapter.modules().get(module);
        if (weights != null) {
          parts.add(new Scaled(weights, adapter.config().scale(module)));
        }
      }
      if (!parts.isEmpty()) {
        LoraWeights joined = joined(parts);
        modules.put(module, joined);
        ranks.put(module, joined.a().shape().get(0));
      }
    }
    Optional<String> trainedOn = stack.stream().flatMap(a -> a.baseSha256().stream()).findFirst();
    String name = stack.get(0).config().baseModelNameOrPath();
    return new AdapterFolder(config(base, ranks, name), modules, trainedOn);
  }

  private static LoraWeights joined(List<Scaled> parts) {
    int rank = parts.stream().mapToInt(Scaled::rank).sum();
    int in = parts.get(0).weights().a().shape().get(1);
    int out = parts.get(0).weights().b().shape().get(0);
    float[] a = new float[rank * in];
    float[] b = new float[out * rank];
    int above = 0;
    for (Scaled part : parts) {
      float[] values = part.weights().a().values();
      System.arraycopy(values, 0, a, above * in, values.length);
      for (int row = 0; row < out; row++) {
        for (int column = 0; column < part.rank(); column++) {
          float value = part.weights().b().values()[row * part.rank() + column];
          b[row * rank + above + column] = (float) (value * part.scale());
        }
      }
      above += part.rank();
    }
    return new LoraWeights(new Tensor(List.of(rank, in), a), new Tensor(List.of(out, rank), b));
  }

  /** Alpha equals the rank everywhere, so that the scale is 1. */
  private static LoraConfig config(
      ModelConfig base, SortedMap<String, Integer> ranks, String name) {
    int most = ranks.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    SortedMap<String, Integer> others = new TreeMap<>(ranks);
    others.values().removeIf(rank -> rank == most);
    return new LoraConfig(most, most, targets(base, ranks), false, others, others, name);
  }

  /** Last names, if each stands for its modules of all layers. */
  private static List<String> targets(ModelConfig base, Map<String, Integer> ranks) {
    List<String> names = ranks.keySet().stream().map(LoraConfig::lastName).distinct().toList();
    return names.size() * base.numHiddenLayers() == ranks.size()
        ? names
        : List.copyOf(ranks.keySet());
  }
}

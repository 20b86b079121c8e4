package io.plumbline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An experiment on a {@link TinyPolicy} that takes seconds. */
final class TinyExperiment {

  private TinyExperiment() {}

  /** Writes its file: the starting policy, GRPO with some seeds, SFT with one. */
  static Path declared(Path file, int updates, String grpoSeeds, String... more)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            "arms=none, grpo, sft",
            "tasks=2",
            "truncating_budget=12",
            "ample_budget=24",
            "all.seeds=1",
            "all.stop_on=none",
            "none.title=nothing | *at all*",
            "none.trained=false",
            "none.seeds=1, 2",
            "grpo.seeds=" + grpoSeeds,
            "sft.objective=sft",
            "sft.examples=3",
            "quick.arms=none, grpo",
            "quick.all.seeds=1"));
    TinyRun.settings(updates).forEach(setting -> lines.add("all." + setting));
    lines.addAll(List.of("sft.updates=2", "grpo.evaluate_every=" + updates));
    lines.removeIf(line -> line.startsWith("all.evaluate_every"));
    lines.addAll(List.of(more));
    return Files.write(file, lines);
  }
}

package io.plumbline.trainer.preflight;

import io.plumbline.graders.preflight.Checked;
import io.plumbline.graders.preflight.Failure;
import io.plumbline.graders.preflight.Finding;
import io.plumbline.graders.preflight.Finding.Severity;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import io.plumbline.trainer.torch.Torch;
import io.plumbline.trainer.torch.TorchUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether every setting of a run names something that is there, and the engine that computes it
 * too.
 */
public final class ConfigChecks {
  private static final String REMEDY =
      "correct the line; plumbline train --print-config lists every setting";

  /**
   * What came of it.
   *
   * @param config the settings; empty where they cannot be read
   */
  public record Result(Optional<RunConfig> config, Checked check) {}

  private ConfigChecks() {}

  /**
   * Reads settings as a run would.
   *
   * @param file what {@code train --config} takes, or a run's {@code config.properties}
   * @param catalogue the tasks that a server of this process would serve
   * @throws IOException if the file cannot be read
   */
  public static Result of(Path file, TaskCatalogue catalogue) throws IOException {
    RunConfig config;
    try {
      config = RunConfigFile.defaults().with(file).config();
    } catch (IllegalArgumentException e) {
      return new Result(
          Optional.empty(),
          Checked.found(
              Failure.ABSENT_OPTION,
              Severity.ERROR,
              file.toString(),
              String.valueOf(e.getMessage()),
              REMEDY));
    }
    List<Finding> findings = new ArrayList<>();
    splits(config)
        .forEach(
            (key, split) -> {
              if (catalogue.split(config.environment(), split).isEmpty()) {
                findings.add(
                    finding(
                        file,
                        key
                            + ": \""
                            + split
                            + "\" (expected: one of "
                            + catalogue.splits(config.environment()).stream()
                                .map(TaskSplit::name)
                                .toList()
                            + ")",
                        REMEDY + ", plumbline tasks --help every split"));
              }
            });
    try {
      Torch.require();
    } catch (TorchUnavailableException e) {
      findings.add(
          finding(file, String.valueOf(e.getMessage()), "run on a platform that has the engine"));
    }
    return new Result(
        Optional.of(config),
        new Checked(
            Failure.ABSENT_OPTION, "every setting names something, and PyTorch loads", findings));
  }

  private static Map<String, String> splits(RunConfig config) {
    Map<String, String> splits = new LinkedHashMap<>();
    splits.put("split", config.split());
    splits.put("long_split", config.longSplit());
    splits.put("evaluation_split", config.evaluationSplit());
    splits.put("evaluation_long_split", config.evaluationLongSplit());
    splits.put("sample_split", config.sampleSplit());
    return splits;
  }

  private static Finding finding(Path file, String saw, String remedy) {
    return new Finding(Failure.ABSENT_OPTION, Severity.ERROR, file.toString(), saw, remedy);
  }
}

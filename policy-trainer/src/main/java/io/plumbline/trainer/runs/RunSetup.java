package io.plumbline.trainer.runs;

import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.policies.LoadedPolicy;
import io.plumbline.trainer.policies.PolicyFile;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A run in its folder, whoever asked for it: what it is made of, and how it begins or goes on. */
public final class RunSetup {
  /** The run's settings; a folder that has them is a run's. */
  public static final String CONFIG = "config.properties";

  private static final String MANIFEST = "manifest.json";
  private static final String BEFORE = "before.json";

  /**
   * What computes the run.
   *
   * @param version of Plumbline
   * @param revision of its sources, where that is known
   */
  public record Build(String version, Optional<String> revision) {}

  private final RunConfig config;
  private final PolicyStack start;
  private final RunFolder folder;

  /**
   * @param start what is trained from; stays open
   * @param folder is there; empty, or that of a run to go on with
   */
  public RunSetup(RunConfig config, PolicyStack start, Path folder) {
    this.config = config;
    this.start = start;
    this.folder = new RunFolder(folder);
  }

  /** Whether a folder is a run's, to go on with. */
  public static boolean isRun(Path folder) {
    return Files.exists(folder.resolve(CONFIG));
  }

  /**
   * The settings of a run.
   *
   * @throws IllegalArgumentException if one cannot be used; the message names the file and the key
   */
  public static RunConfigFile settings(Path folder) throws IOException {
    return RunConfigFile.defaults().with(folder.resolve(CONFIG));
  }

  /**
   * What a run started from.
   *
   * @throws CheckpointException if its {@code policy.json} cannot be used
   */
  public static PolicyFile startingPolicy(Path folder) {
    return PolicyFile.read(folder).below();
  }

  /** What the run leaves. */
  public RunFolder folder() {
    return folder;
  }

  /**
   * Writes what the run is made of; the settings before the manifest, since they make the folder
   * one to go on with. Of a run that was begun nothing is written.
   *
   * @param listing what the run's server offers
   * @throws CheckpointException if the run was begun with another policy or other graders
   */
  public void describe(Build build, ListEnvironmentsResponse listing) throws IOException {
    Map<String, Object> manifest =
        Manifest.of(build.version(), build.revision(), config, start, listing);
    Path saved = folder.path().resolve(MANIFEST);
    if (Files.exists(saved)) {
      Manifest.checkUnchanged(Files.readString(saved), manifest);
      return;
    }
    start.parts().with(folder.path().toRealPath().resolve("adapter")).write(folder.path());
    folder.writeText(CONFIG, RunConfigFile.text(config));
    folder.write(MANIFEST, manifest);
  }

  /**
   * Begins the run, or goes on with it, to its end. Nobody else computes it meanwhile.
   *
   * @throws CheckpointException if somebody does
   * @throws RuntimeException as {@link TrainingSession#run} does
   */
  public TrainingSession.Result run(
      Environments environments,
      References references,
      BooleanSupplier stop,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    FolderLock lock = FolderLock.take(folder.path()).orElseThrow(this::inUse);
    try (lock;
        PolicyModel reference = LoadedPolicy.model(start)) {
      return new TrainingSession(
              config, reference, start.tokenizer(), folder, baseline(), stop, progress)
          .run(environments, references);
    }
  }

  private CheckpointException inUse() {
    return new CheckpointException(
        "run: " + folder.path() + " is in use (expected: one that nobody else computes)");
  }

  /** The run's own first evaluation or, of the policy that Plumbline brings, the recorded one. */
  private BaselineStop baseline() throws IOException {
    Path own = folder.path().resolve(BEFORE);
    Optional<String> recorded =
        Files.exists(own)
            ? Optional.of(Files.readString(own))
            : start.parts().isEmbeddedPolicy() ? Embedded.figures() : Optional.empty();
    return recorded
        .map(before -> BaselineStop.recorded(before, config))
        .orElseGet(() -> BaselineStop.none(config));
  }
}

package io.plumbline.trainer.service;

import io.plumbline.client.EnvironmentException;
import io.plumbline.policy.v1.RunState;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.environments.EnvironmentChangedException;
import io.plumbline.trainer.environments.EnvironmentUnavailableException;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.runs.RunSetup;
import io.plumbline.trainer.runs.RunStoppedException;
import io.plumbline.trainer.torch.TorchUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a run to its end, and says how it ended. */
final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final RunsFolder root;
  private final RunSetup.Build build;
  private final Environments environments;
  private final References references;

  Training(
      RunsFolder root, RunSetup.Build build, Environments environments, References references) {
    this.root = root;
    this.build = build;
    this.environments = environments;
    this.references = references;
  }

  /** Writes what a new run is made of. */
  void describe(RunSetup setup) throws IOException {
    setup.describe(build, environments.listing());
  }

  /** Whether a run has left all that it leaves. */
  boolean hasFinished(Path folder) {
    return Files.exists(folder.resolve("report.html"));
  }

  /** Computes a run that waits, unless it was stopped meanwhile. */
  void compute(ServedRun run) {
    if (!run.begin()) {
      return;
    }
    LOG.atInfo().addKeyValue("run", run.name()).log("run begins");
    RunState state = RunState.RUN_STATE_FAILED;
    String failure = "the process could not go on; its log has the details";
    try {
      root.forgetFailure(run.name());
      train(run);
      state = RunState.RUN_STATE_FINISHED;
      failure = "";
    } catch (CancellationException | InterruptedException e) {
      state = RunState.RUN_STATE_STOPPED;
      failure = "";
    } catch (IOException | RuntimeException e) {
      if (!isExplained(e)) {
        LOG.error("run failed", e);
      }
      failure = e.getMessage() == null || !isExplained(e) ? e.toString() : e.getMessage();
      root.keepFailure(run.name(), failure);
    } finally { // whatever ended it, its watchers hear of it
      LOG.atInfo().addKeyValue("run", run.name()).addKeyValue("state", state).log("run ended");
      run.end(state, failure);
    }
  }

  private void train(ServedRun run) throws IOException, InterruptedException {
    Path folder = run.folder();
    try (PolicyStack start = PolicyStack.open(run.name(), RunSetup.startingPolicy(folder))) {
      RunSetup setup = new RunSetup(RunSetup.settings(folder).config(), start, folder);
      describe(setup);
      setup.run(environments, references, run::isStopping, run::say);
    }
  }

  /** Whether the message says what is wrong, in words for whoever asked for the run. */
  private static boolean isExplained(Exception e) {
    return e instanceof RunStoppedException
        || e instanceof IllegalArgumentException
        || e instanceof CheckpointException
        || e instanceof TorchUnavailableException
        || e instanceof EnvironmentException
        || e instanceof EnvironmentChangedException
        || e instanceof EnvironmentUnavailableException;
  }
}

package io.plumbline.trainer.service;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves runs and policies. Whoever binds it decides who may call.
 *
 * <p>Its threads: one for the run that computes, which has {@code threads} more for its own; two
 * that answer Generate, on one thread each, and Evaluate, on {@code threads}; one that begins runs
 * and exports; one that watches. PyTorch adds none. None of them is an event loop's.
 */
public final class PolicyService implements BindableService, AutoCloseable {
  private static final int ASKING = 2;

  private final RunsFolder folder;
  private final Runs runs;
  private final Pool changes = new Pool("changes", 1);
  private final Pool asking = new Pool("answers", ASKING);
  private final ExecutorService watching =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(), // a watch is in it once at most
          work -> {
            Thread thread = new Thread(work, "plumbline-trainer-watches");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy()); // once it is closed
  private final PolicyEndpoint endpoint;
  private volatile boolean closing;

  private PolicyService(
      RunsFolder folder,
      int threads,
      RunSetup.Build build,
      Environments environments,
      References references)
      throws IOException {
    this.folder = folder;
    Policies policies = new Policies(folder.path());
    runs =
        new Runs(folder, policies, new Training(folder, build, environments, references), threads);
    endpoint =
        new PolicyEndpoint(
            runs,
            new Answers(policies, environments, references, threads),
            new Exports(folder.path(), policies),
            changes,
            asking,
            watching,
            () -> closing);
  }

  /**
   * Finds the runs of a folder; one that was computed when its process died has stopped.
   *
   * @param runs the folder, made if it is not there
   * @param threads that compute a run or an evaluation, 1 to 256; a run may ask for fewer
   * @param build what runs say that they were computed by
   * @param environments where runs and evaluations take tasks from and have attempts graded; stay
   *     open until this is closed
   * @param references where the tasks' references are at hand
   * @throws IOException if the folder cannot be read or another service has it; the message names
   *     it
   * @throws IllegalArgumentException if {@code threads} is out of its range
   */
  public static PolicyService open(
      Path runs,
      int threads,
      RunSetup.Build build,
      Environments environments,
      References references)
      throws IOException {
    Requests.threads(threads);
    RunsFolder folder = RunsFolder.open(runs);
    try {
      return new PolicyService(folder, threads, build, environments, references);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public ServerServiceDefinition bindService() {
    return endpoint.bindService();
  }

  /**
   * Begins to end, and returns: no call is taken any more, answers stop, and the run that computes
   * does at its last saved update.
   */
  public void stop() {
    closing = true;
    runs.stopAll();
  }

  /** Stops, and waits until nothing computes. */
  @Override
  public void close() {
    stop();
    asking.close();
    changes.close();
    runs.close();
    watching.shutdown();
    folder.close();
  }
}

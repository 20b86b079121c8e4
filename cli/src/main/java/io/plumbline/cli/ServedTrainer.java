package io.plumbline.cli;

import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.Role;
import io.plumbline.server.ServiceBeside;
import io.plumbline.trainer.service.PolicyService;
import java.io.IOException;
import java.nio.file.Path;

/** The policy service in the process of a server, over an environment server of its own in it. */
final class ServedTrainer implements AutoCloseable {
  /** Longer than an update learns, as far as a command can wait for it. */
  private static final long GRACE_MILLIS = 30_000;

  private final Workbench workbench;
  private final PolicyService service;

  private ServedTrainer(Workbench workbench, PolicyService service) {
    this.workbench = workbench;
    this.service = service;
  }

  /**
   * @param catalogue of the server beside
   * @param runs the folder of runs
   * @param threads that compute, or 0 for half of the cores and at least one
   */
  static ServedTrainer open(TaskCatalogue catalogue, Path runs, int threads)
      throws IOException, InterruptedException {
    Requirements.within("trainer-threads", threads, 0, 256);
    int count =
        threads == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : threads;
    Workbench workbench = Workbench.inProcess(catalogue);
    try {
      return new ServedTrainer(
          workbench,
          PolicyService.open(
              runs, count, Version.build(), workbench.environments(), workbench.references()));
    } catch (IOException | RuntimeException e) {
      workbench.close();
      throw e;
    }
  }

  /** For trainers and admins. */
  ServiceBeside beside() {
    return new ServiceBeside(service, Role.TRAINER, service::stop);
  }

  /** Has what computes stop, and waits for it, since the process must not end under native code. */
  @Override
  public void close() {
    Thread closing = new Thread(service::close, "plumbline-trainer-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workbench.close();
  }
}

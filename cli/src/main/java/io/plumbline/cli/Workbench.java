package io.plumbline.cli;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.Environment;
import io.plumbline.env.v1.Split;
import io.plumbline.env.v1.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.environments.RetryPolicy;
import io.plumbline.trainer.policies.References;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An environment server, of this process or elsewhere, and the client that reaches it. */
final class Workbench implements AutoCloseable {
  /** Tasks asked for at once, so that large ones too fit a message. */
  private static final int PAGE = 32;

  private final TaskCatalogue catalogue;
  private final Optional<EnvironmentServer> server;
  private final Environments environments;

  /**
   * @param catalogue whose references are at hand
   * @param progress takes a line for each wait for the server
   */
  private Workbench(
      TaskCatalogue catalogue,
      Optional<EnvironmentServer> server,
      EnvironmentClient client,
      Consumer<String> progress)
      throws InterruptedException {
    this.catalogue = catalogue;
    this.server = server;
    this.environments = Environments.open(client, RetryPolicy.DEFAULT, progress);
  }

  /** A server on a free port of loopback. */
  static Workbench over(TaskCatalogue catalogue) throws IOException, InterruptedException {
    EnvironmentServer server = EnvironmentServer.start(config(catalogue), 0);
    EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + server.port());
    return new Workbench(catalogue, Optional.of(server), client, line -> {});
  }

  /** A server within this process. */
  static Workbench inProcess(TaskCatalogue catalogue) throws IOException, InterruptedException {
    String name = UUID.randomUUID().toString();
    EnvironmentServer server = EnvironmentServer.startInProcess(config(catalogue), name);
    EnvironmentClient client = EnvironmentClient.inProcess(name);
    return new Workbench(catalogue, Optional.of(server), client, line -> {});
  }

  /**
   * A server elsewhere, which is waited for if it is away. Takes the client over. References are
   * those of {@code catalogue}, as far as the server's tasks are the same.
   */
  static Workbench at(EnvironmentClient client, TaskCatalogue catalogue, Consumer<String> progress)
      throws InterruptedException {
    return new Workbench(catalogue, Optional.empty(), client, progress);
  }

  private static ServerConfig config(TaskCatalogue catalogue) {
    return Assembly.config(catalogue, List.of(HandleKey.fresh()), ServerConfig.DEFAULT_TTL);
  }

  /** The port that this process' own server listens on; -1 if it does not. */
  int port() {
    return server.map(EnvironmentServer::port).orElse(-1);
  }

  Environments environments() {
    return environments;
  }

  /** The references of the tasks that the server serves, as far as they are at hand. */
  References references() {
    return References.of(catalogue::find);
  }

  /** All tasks of a finite split; {@code count} from {@code seed} on of a generated one. */
  List<Task> tasks(String environment, String name, long seed, int count)
      throws InterruptedException {
    Split split = split(environment, name);
    long start = split.hasSize() ? 0 : seed;
    long wanted = split.hasSize() ? split.getSize() : count;
    List<Task> tasks = new ArrayList<>();
    int got = PAGE;
    while (got == PAGE && tasks.size() < wanted && start <= Long.MAX_VALUE - tasks.size()) {
      int asked = (int) Math.min(PAGE, wanted - tasks.size());
      List<Task> page = environments.tasks(environment, name, start + tasks.size(), asked);
      tasks.addAll(page);
      got = page.size();
    }
    return tasks;
  }

  private Split split(String environment, String name) {
    List<Environment> offered = environments.listing().getEnvironmentsList();
    List<Split> splits =
        offered.stream()
            .filter(each -> each.getName().equals(environment))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "env: \""
                            + environment
                            + "\" (expected: one of "
                            + offered.stream()
                                .map(Environment::getName)
                                .collect(Collectors.joining(", "))
                            + ")"))
            .getSplitsList();
    return splits.stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "split: \""
                        + name
                        + "\" (expected: one of "
                        + splits.stream().map(Split::getName).collect(Collectors.joining(", "))
                        + ", for "
                        + environment
                        + ")"));
  }

  @Override
  public void close() {
    environments.close(); // and the client with it
    server.ifPresent(EnvironmentServer::close);
  }
}

package io.plumbline.cli;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A server of this process' own and a client that reaches it over loopback. */
final class Workbench implements AutoCloseable {
  private final TaskCatalogue catalogue;
  private final EnvironmentServer server;
  private final EnvironmentClient client;

  private Workbench(TaskCatalogue catalogue, EnvironmentServer server, EnvironmentClient client) {
    this.catalogue = catalogue;
    this.server = server;
    this.client = client;
  }

  static Workbench over(TaskCatalogue catalogue) throws IOException {
    ServerConfig config = Assembly.config(catalogue, HandleKey.fresh(), ServerConfig.DEFAULT_TTL);
    EnvironmentServer server = EnvironmentServer.start(config, 0);
    return new Workbench(
        catalogue, server, EnvironmentClient.connect("127.0.0.1:" + server.port()));
  }

  int port() {
    return server.port();
  }

  EnvironmentClient client() {
    return client;
  }

  /** All tasks of a finite split; {@code count} from {@code seed} on of a generated one. */
  List<Task> tasks(TaskSplit split, long seed, int count) {
    int all = split.size().isPresent() ? (int) split.size().getAsLong() : count;
    return catalogue.sample(split, split.size().isPresent() ? 0 : seed, all, Optional.empty());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}

package io.plumbline.benchmarks.bundled;

import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.util.List;

/** Environments and tasks as they come with Plumbline. */
public final class Bundled {
  public static final List<Environment> ENVIRONMENTS = Environment.bundled();

  private Bundled() {}

  /** A server of all of them, with defaults for the rest. */
  public static ServerConfig config(HandleKey key, String version) {
    return new ServerConfig(
        ENVIRONMENTS, TaskCatalogue.bundled(""), List.of(key), ServerConfig.DEFAULT_TTL, version);
  }
}

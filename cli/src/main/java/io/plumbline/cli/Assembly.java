package io.plumbline.cli;

import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Puts the parts together: which environments there are, and over which tasks. */
final class Assembly {
  private static final List<Environment> ENVIRONMENTS = Environment.bundled();

  private Assembly() {}

  static List<Environment> environments() {
    return ENVIRONMENTS;
  }

  static Environment environment(String name) {
    return ENVIRONMENTS.stream()
        .filter(environment -> environment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "env: \""
                        + name
                        + "\" (expected: one of "
                        + ENVIRONMENTS.stream()
                            .map(Environment::name)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }

  /** The tasks of the bundled environments, salted. */
  static TaskCatalogue catalogue() {
    return catalogue(ENVIRONMENTS);
  }

  /** The tasks of these environments, salted. */
  static TaskCatalogue catalogue(List<Environment> environments) {
    return TaskCatalogue.of(
        environments.stream()
            .flatMap(environment -> environment.splits(heldOutSalt()).stream())
            .toArray(TaskSplit[]::new));
  }

  /** What salts held-out splits: {@code PLUMBLINE_HELDOUT_SALT}, or nothing. */
  static String heldOutSalt() {
    String salt = System.getenv("PLUMBLINE_HELDOUT_SALT");
    return salt == null ? "" : salt;
  }

  static TaskSplit split(TaskCatalogue catalogue, String environment, String name) {
    return catalogue
        .split(environment, name)
        .orElseThrow(
            () ->
                new UserError(
                    "split: \""
                        + name
                        + "\" (expected: one of "
                        + catalogue.splits(environment).stream()
                            .map(TaskSplit::name)
                            .collect(Collectors.joining(", "))
                        + ", for "
                        + environment
                        + ")"));
  }

  static ServerConfig config(
      TaskCatalogue catalogue, List<HandleKey> handleKeys, Duration handleTtl) {
    return config(ENVIRONMENTS, catalogue, handleKeys, handleTtl);
  }

  static ServerConfig config(
      List<Environment> environments,
      TaskCatalogue catalogue,
      List<HandleKey> handleKeys,
      Duration handleTtl) {
    return new ServerConfig(environments, catalogue, handleKeys, handleTtl, Version.current());
  }
}

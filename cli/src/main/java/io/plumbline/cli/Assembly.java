package io.plumbline.cli;

import io.plumbline.graders.Environment;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Puts the parts together: which environments there are, and over which tasks. */
final class Assembly {
  private static final List<Environment> ENVIRONMENTS =
      List.of(new SpreadsheetClean(), new DocRevision(), new CitationGround());

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

  /** The bundled tasks; held-out ones are salted by {@code PLUMBLINE_HELDOUT_SALT}. */
  static TaskCatalogue catalogue() {
    String salt = System.getenv("PLUMBLINE_HELDOUT_SALT");
    return TaskCatalogue.bundled(salt == null ? "" : salt);
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
    return new ServerConfig(ENVIRONMENTS, catalogue, handleKeys, handleTtl, Version.current());
  }
}

package io.plumbline.server;

import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.journal.JournalConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server serves and how.
 *
 * @param environments the task families it offers
 * @param catalogue their tasks
 * @param handleKeys 1 to 8 different ones: the first signs new handles, all are accepted, so that a
 *     new key can take over while handles of the old one are about
 * @param handleTtl how long a handle stays valid after its Reset, 1 s to 365 days
 * @param version the server's version
 * @param journal where graded steps are recorded; empty for nowhere
 */
public record ServerConfig(
    List<Environment> environments,
    TaskCatalogue catalogue,
    List<HandleKey> handleKeys,
    Duration handleTtl,
    String version,
    Optional<JournalConfig> journal) {

  /** How long a handle stays valid where nothing else is said. */
  public static final Duration DEFAULT_TTL = Duration.ofDays(1);

  /** Without a journal. */
  public ServerConfig(
      List<Environment> environments,
      TaskCatalogue catalogue,
      List<HandleKey> handleKeys,
      Duration handleTtl,
      String version) {
    this(environments, catalogue, handleKeys, handleTtl, version, Optional.empty());
  }

  public ServerConfig {
    environments = List.copyOf(environments);
    handleKeys = HandleKey.different(handleKeys);
    if (handleTtl.toSeconds() < 1 || handleTtl.toDays() > 365) {
      throw new IllegalArgumentException(
          "handle_ttl: " + handleTtl + " (expected: 1 second to 365 days)");
    }
  }

  /** The same with a journal. */
  public ServerConfig withJournal(JournalConfig journal) {
    return new ServerConfig(
        environments, catalogue, handleKeys, handleTtl, version, Optional.of(journal));
  }
}

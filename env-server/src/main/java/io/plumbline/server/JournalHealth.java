package io.plumbline.server;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.server.journal.Journal;
import io.plumbline.server.journal.JournalMode;

/** How the journal does, in health and metrics. */
final class JournalHealth {
  /** Not serving while the journal cannot be written. */
  static final String NAME = "journal";

  private JournalHealth() {}

  static void show(Journal journal, HealthStatusManager health, Metrics metrics) {
    boolean sync = journal.status().mode() == JournalMode.SYNC;
    health.setStatus(NAME, ServingStatus.SERVING);
    journal.watch(
        works -> {
          ServingStatus status = works ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
          health.setStatus(NAME, status);
          if (sync) { // steps are refused: those who can go elsewhere should
            health.setStatus(EnvironmentServiceGrpc.SERVICE_NAME, status);
          }
        });
    metrics.gauge(
        "plumbline_journal_failing",
        "1 while the journal cannot be written.",
        () -> journal.status().failure().isPresent() ? 1 : 0);
    metrics.gauge(
        "plumbline_journal_queue_depth",
        "Graded steps that wait to be recorded.",
        () -> journal.status().waiting());
    metrics.count(
        "plumbline_journal_recorded",
        "Graded steps that are in the journal, or were before it let go of them.",
        () -> journal.status().recorded());
    metrics.count(
        "plumbline_journal_duplicates",
        "Steps that were sent again and not recorded again.",
        () -> journal.status().duplicates());
    metrics.count(
        "plumbline_journal_dropped",
        "Graded steps that were not recorded: dropped in mode async, refused in mode sync.",
        () -> journal.status().dropped());
    metrics.count(
        "plumbline_journal_missing",
        "Graded steps that died with a killed process before they were recorded.",
        () -> journal.status().missing());
  }
}

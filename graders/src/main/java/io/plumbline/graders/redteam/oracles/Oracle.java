package io.plumbline.graders.redteam.oracles;

import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.Optional;

/**
 * Says what an output is truly worth. Where a careful reader could doubt, an oracle decides for the
 * output: its quality is the most that such a reader would give, so that a grade above it is wrong.
 * Immutable and thread-safe.
 */
public interface Oracle {

  /** The true quality of {@code output}, which may be any text. */
  Verdict judge(String output);

  /** The oracle of a task; empty where its reference does not say what is right. */
  static Optional<Oracle> of(Task task) {
    if (task.reference() instanceof TableReference table && !table.gold().isBlank()) {
      return Optional.of(new TableOracle(table));
    }
    if (task.reference() instanceof RevisionReference revision && !revision.faults().isEmpty()) {
      return Optional.of(new RevisionOracle(task, revision));
    }
    if (task.reference() instanceof CitationReference citation && !citation.claims().isEmpty()) {
      return Optional.of(new CitationOracle(task, citation));
    }
    return Optional.empty();
  }
}

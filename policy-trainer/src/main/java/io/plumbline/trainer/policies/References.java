package io.plumbline.trainer.policies;

import io.plumbline.graders.tasks.Task;
import java.util.Optional;
import java.util.function.Function;

/** The references that are at hand, for tasks as the contract shows them. */
public final class References {
  private final Function<String, Optional<Task>> lookup;

  private References(Function<String, Optional<Task>> lookup) {
    this.lookup = lookup;
  }

  /** None: the server is elsewhere and keeps them to itself. */
  public static References none() {
    return new References(id -> Optional.empty());
  }

  /**
   * Those of a catalogue that may also be the server's.
   *
   * @param lookup a task by its id, such as {@code catalogue::find}
   */
  public static References of(Function<String, Optional<Task>> lookup) {
    return new References(lookup);
  }

  /**
   * {@code task} with its reference. Empty if there is none, or the task of that id is another one:
   * a server with another salt has other held-out tasks under the same ids.
   */
  public Optional<Task> find(io.plumbline.env.v1.Task task) {
    return lookup
        .apply(task.getId())
        .filter(found -> found.contentHash().equals(task.getContentHash()));
  }
}

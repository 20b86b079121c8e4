package io.plumbline.server.journal;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a journal can be written; says so when that changes. Told by one thread. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private volatile Consumer<Boolean> watcher = works -> {};
  private volatile @Nullable String failure;
  private volatile @Nullable String lastFailure;

  void watch(Consumer<Boolean> told) {
    watcher = told;
  }

  void fails(IOException e) {
    boolean fresh = failure == null;
    String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
    failure = why;
    lastFailure = why;
    if (fresh) {
      LOG.error("journal: cannot be written: {}", why);
      watcher.accept(false);
    }
  }

  void works() {
    if (failure != null) {
      failure = null;
      LOG.warn("journal: can be written again");
      watcher.accept(true);
    }
  }

  /** Why it cannot be written at present. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Why it could not be written at some time. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}

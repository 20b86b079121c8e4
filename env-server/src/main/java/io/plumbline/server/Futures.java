package io.plumbline.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Replies that are there at once, nearly always, and otherwise once the journal has their steps.
 */
final class Futures {
  private static final CompletableFuture<@Nullable Void> DONE =
      CompletableFuture.completedFuture(null);

  private Futures() {}

  /** Done when all are, however each ended. */
  static CompletableFuture<@Nullable Void> allSettled(List<? extends CompletableFuture<?>> all) {
    for (CompletableFuture<?> one : all) {
      if (!one.isDone()) {
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
            .handle((done, failure) -> null);
      }
    }
    return DONE;
  }

  /** The value of one that is done; throws what it failed with. */
  static <R> R outcome(CompletableFuture<R> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}

package io.plumbline.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A future whose cancelling ends what is under way for it. */
final class Promise<T> extends CompletableFuture<T> {
  private volatile Runnable end = () -> {};

  /** From now on {@code end} is what cancelling runs; at once, where that has happened. */
  void endsBy(Runnable end) {
    this.end = end;
    if (isCancelled()) {
      end.run();
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      end.run();
    }
    return cancelled;
  }

  /** What comes of {@code next} with what comes of {@code first}. */
  static <A, B> Promise<B> compose(
      CompletableFuture<A> first, Function<A, CompletableFuture<B>> next) {
    Promise<B> promise = new Promise<>();
    promise.endsBy(() -> first.cancel(true));
    var unused =
        first.whenComplete(
            (value, failed) -> {
              if (value == null) {
                promise.completeExceptionally(cause(failed));
              } else {
                promise.follow(next.apply(value));
              }
            });
    return promise;
  }

  private void follow(CompletableFuture<T> other) {
    endsBy(() -> other.cancel(true));
    var unused =
        other.whenComplete(
            (value, failed) -> {
              if (value == null) {
                completeExceptionally(cause(failed));
              } else {
                complete(value);
              }
            });
  }

  /** Why a future failed that this one depends on. */
  static Throwable cause(@Nullable Throwable failed) {
    Throwable why = Objects.requireNonNull(failed);
    return why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
  }
}

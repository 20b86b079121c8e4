package io.plumbline.client;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many requests in messages that a server takes, one message after another. Those that the server
 * turned away for the moment go again; the others keep what came of them.
 *
 * @param retry of the requests of one message
 * @param send sends one message; as many results as requests, in their order
 * @param error of a result; empty if it is a response
 * @param refusal a result that is an error
 */
record Batches<Q extends MessageLite, R>(
    Retry retry,
    Function<List<Q>, CompletableFuture<List<R>>> send,
    Function<R, Optional<Error>> error,
    Function<Error, R> refusal) {
  private static final int ITEMS = 256;
  private static final int ITEM_OVERHEAD = 16; // bytes: tag and length

  /** Requests in lists that fit into one message each; one that fits into none is alone. */
  static <Q extends MessageLite> Iterator<List<Q>> cut(
      Iterator<? extends Q> requests, Limits limits) {
    int most = Math.max(1, Math.min(ITEMS, limits.getMaxBatchItems()));
    long mostBytes = limits.getMaxMessageBytes() / 2;
    return new Iterator<>() {
      private @Nullable Q next;

      @Override
      public boolean hasNext() {
        return next != null || requests.hasNext();
      }

      @Override
      public List<Q> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        List<Q> message = new ArrayList<>();
        long bytes = 0;
        while (message.size() < most && hasNext()) {
          Q request = next == null ? requests.next() : next;
          bytes += request.getSerializedSize() + ITEM_OVERHEAD;
          if (bytes > mostBytes && !message.isEmpty()) {
            next = request;
            return message;
          }
          next = null;
          message.add(request);
        }
        return message;
      }
    };
  }

  /** What comes of all requests, in their order. */
  CompletableFuture<List<R>> all(Iterator<List<Q>> messages) {
    All all = new All(messages);
    all.goOn();
    return all.done;
  }

  private final class All {
    private final Promise<List<R>> done = new Promise<>();
    private final Iterator<List<Q>> messages;
    private final List<R> results = new ArrayList<>();

    All(Iterator<List<Q>> messages) {
      this.messages = messages;
    }

    /**
     * In a loop where replies are there at once, so that their number does not deepen the stack.
     */
    private void goOn() {
      while (!done.isDone() && messages.hasNext()) {
        CompletableFuture<List<R>> message = one(messages.next());
        done.endsBy(() -> message.cancel(true));
        if (!message.isDone()) {
          var unused = message.whenComplete((some, failed) -> take(some, failed, true));
          return;
        }
        var unused = message.whenComplete((some, failed) -> take(some, failed, false));
      }
      if (!messages.hasNext()) {
        done.complete(List.copyOf(results));
      }
    }

    private void take(@Nullable List<R> some, @Nullable Throwable failed, boolean goOn) {
      if (some == null) {
        done.completeExceptionally(Promise.cause(failed));
        return;
      }
      results.addAll(some);
      if (goOn) {
        goOn();
      }
    }
  }

  /** What comes of the requests of one message, in their order. */
  CompletableFuture<List<R>> one(List<Q> requests) {
    One one = new One(requests);
    one.send();
    return one.done;
  }

  private final class One {
    private final Promise<List<R>> done = new Promise<>();
    private final List<Q> requests;
    private final List<@Nullable R> results;
    private final Tries tries = new Tries(retry);
    private List<Integer> left = new ArrayList<>();

    One(List<Q> requests) {
      this.requests = requests;
      this.results = new ArrayList<@Nullable R>();
      for (int i = 0; i < requests.size(); i++) {
        left.add(i);
        results.add(null);
      }
    }

    private void send() {
      if (done.isDone()) {
        return;
      }
      CompletableFuture<List<R>> reply = send.apply(left.stream().map(requests::get).toList());
      done.endsBy(() -> reply.cancel(true));
      var unused = reply.whenComplete(this::take);
    }

    private void take(@Nullable List<R> some, @Nullable Throwable failed) {
      if (some == null) {
        Throwable why = Promise.cause(failed);
        if (why instanceof EnvironmentException refused && isItemsOwn(refused)) {
          some = List.of(refusal.apply(refused.error()));
        } else {
          done.completeExceptionally(why);
          return;
        }
      }
      if (some.size() != left.size()) {
        done.completeExceptionally(
            EnvironmentException.of(
                Status.INTERNAL
                    .withDescription("results: " + some.size() + " (expected: " + left.size() + ")")
                    .asRuntimeException()));
        return;
      }
      Optional<EnvironmentException> longest = settle(some);
      Optional<Duration> wait = longest.flatMap(tries::waitAfter);
      if (wait.isEmpty()) {
        done.complete(results.stream().map(Objects::requireNonNull).toList());
      } else {
        var unused = Clock.after(wait.get(), this::send);
      }
    }

    /** gRPC does not read a message that is too large: the fault of an item that is alone. */
    private boolean isItemsOwn(EnvironmentException refused) {
      return requests.size() == 1
          && refused.code() == Status.Code.RESOURCE_EXHAUSTED
          && !refused.isTransient();
    }

    /** The failure that takes longest to pass, if any does. */
    private Optional<EnvironmentException> settle(List<R> some) {
      List<Integer> again = new ArrayList<>();
      Optional<EnvironmentException> longest = Optional.empty();
      for (int i = 0; i < some.size(); i++) {
        R result = some.get(i);
        results.set(left.get(i), result);
        Optional<EnvironmentException> passing =
            error
                .apply(result)
                .map(EnvironmentException::of)
                .filter(EnvironmentException::isTransient);
        if (passing.isPresent()) {
          again.add(left.get(i));
          if (longest.isEmpty() || wait(passing.get()).compareTo(wait(longest.get())) > 0) {
            longest = passing;
          }
        }
      }
      left = again;
      return longest;
    }

    private static Duration wait(EnvironmentException e) {
      return e.retryAfter().orElse(Duration.ZERO);
    }
  }
}

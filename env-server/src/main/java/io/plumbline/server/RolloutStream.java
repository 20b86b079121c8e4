package io.plumbline.server;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of resets and steps. It asks for the next request only while its replies are taken and
 * few of its requests are in the pool: a caller that does not read holds up itself and nobody else.
 */
final class RolloutStream implements StreamObserver<RolloutRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutStream.class);

  /** Requests that one stream may have in the pool, where others find room too. */
  static final int MAX_IN_POOL = 16;

  /** Steps of one stream that the journal may have before it: as many as one sync may be for. */
  private static final int MAX_IN_JOURNAL = 256;

  private final ServerCallStreamObserver<RolloutResponse> replies;
  private final Function<RolloutRequest, CompletableFuture<RolloutResponse>> answers;
  private final GradingPool pool;
  private final Consumer<RolloutStream> ended;

  /**
   * Takes the events of all threads one after another, and without a lock: in process, a reply runs
   * its receiver's code.
   */
  private final SynchronizationContext turns = new SynchronizationContext((thread, e) -> broke(e));

  // Touched in turns alone.
  private int inPool;
  private int inJournal;
  private boolean requested;
  private boolean halfClosed;
  private boolean draining;
  private boolean closed;

  /**
   * Reads nothing yet.
   *
   * @param replies of a call that has just come
   * @param answers each request, with an error where it is refused; throws nothing, fails never
   * @param ended called once or more when the call is over
   */
  RolloutStream(
      ServerCallStreamObserver<RolloutResponse> replies,
      Function<RolloutRequest, CompletableFuture<RolloutResponse>> answers,
      GradingPool pool,
      Consumer<RolloutStream> ended) {
    this.replies = replies;
    this.answers = answers;
    this.pool = pool;
    this.ended = ended;
  }

  /** Reads the first request; while the call has just come. */
  void begin() {
    replies.disableAutoRequest();
    replies.setOnReadyHandler(() -> turns.execute(this::goOn));
    replies.setOnCancelHandler(() -> turns.execute(this::over));
    replies.setOnCloseHandler(() -> turns.execute(this::over)); // a malformed message ends the call
    turns.execute(this::goOn);
  }

  @Override
  public void onNext(RolloutRequest request) {
    if (request.getStep().getAction().size() <= Limits.MAX_INLINE_BYTES) {
      answerAtOnce(answers.apply(request));
      return;
    }
    turns.execute(
        () -> {
          requested = false;
          inPool++;
        });
    try {
      pool.execute(() -> answerInPool(request));
    } catch (Refusal e) {
      RolloutResponse refusal =
          RolloutResponse.newBuilder().setId(request.getId()).setError(e.error()).build();
      turns.execute(() -> pooled(refusal));
    }
    turns.execute(this::goOn);
  }

  private void answerAtOnce(CompletableFuture<RolloutResponse> answer) {
    if (answer.isDone()) {
      RolloutResponse reply = answer.join();
      turns.execute(
          () -> {
            requested = false;
            reply(reply);
            goOn();
          });
      return;
    }
    turns.execute(
        () -> {
          requested = false;
          inJournal++;
          goOn();
        });
    CompletableFuture<Void> unused =
        answer.thenAccept(reply -> turns.execute(() -> recorded(reply)));
  }

  private void recorded(RolloutResponse reply) {
    inJournal--;
    reply(reply);
    goOn();
  }

  private void answerInPool(RolloutRequest request) {
    if (!Context.current().isCancelled()) {
      CompletableFuture<Void> unused =
          answers.apply(request).thenAccept(reply -> turns.execute(() -> pooled(reply)));
    }
  }

  private void pooled(RolloutResponse reply) {
    inPool--;
    reply(reply);
    goOn();
  }

  private void reply(RolloutResponse reply) {
    if (!closed) {
      replies.onNext(reply);
    }
  }

  /** Reads on, or ends, as far as that is due. */
  private void goOn() {
    if (closed) {
      return;
    }
    boolean answered = inPool == 0 && inJournal == 0;
    if (answered && halfClosed) {
      over();
      replies.onCompleted();
    } else if (answered && draining) {
      over();
      replies.onError(StandingCalls.DRAINING.asException());
    } else if (!requested
        && !halfClosed
        && !draining
        && inPool < MAX_IN_POOL
        && inJournal < MAX_IN_JOURNAL
        && replies.isReady()) {
      requested = true;
      replies.request(1);
    }
  }

  /** Answers what it has read, reads no more, and ends. */
  void drain() {
    turns.execute(
        () -> {
          draining = true;
          goOn();
        });
  }

  @Override
  public void onCompleted() {
    turns.execute(
        () -> {
          halfClosed = true;
          goOn();
        });
  }

  @Override
  public void onError(Throwable cancelled) {
    turns.execute(this::over);
  }

  private void over() {
    closed = true;
    ended.accept(this);
  }

  private void broke(Throwable e) {
    over();
    try {
      replies.onError(Status.INTERNAL.withDescription("internal error").asException());
      LOG.error("stream failed", e);
    } catch (IllegalStateException closedBefore) {
      // a malformed message ended the call while the pool was at work
    }
  }
}

package io.plumbline.server;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of messages: requests that are still being received or wait for their answers,
 * and replies that wait to be read. A connection may hold as much as is left for all others, so
 * that many can never take all of it (a dynamic threshold: Choudhury and Hahne, 1998), and a little
 * in any case, so that small calls pass whoever else holds what.
 */
final class MessageMemory extends ServerStreamTracer.Factory {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  /** A connection's in any case, enough for a hundred small calls. */
  private static final long LITTLE = 256L << 10;

  /** What a frame takes of an incomplete message at least: it keeps the buffer it was read into. */
  private static final long FRAME = 16L << 10;

  /** What a call takes beside its message. */
  private static final long CALL = 1L << 10;

  private static final Context.Key<Call> CURRENT = Context.key("message-memory");
  private static final Attributes.Key<Connection> CONNECTION =
      Attributes.Key.create("message-memory");

  private final long most;
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param most bytes that all connections may hold, beside each one's little
   */
  MessageMemory(long most) {
    this.most = most;
  }

  /** A quarter of the heap, and so of the buffers outside it, which may grow as large. */
  static MessageMemory ofThisProcess() {
    return new MessageMemory(
        Math.max(4L * Limits.MAX_MESSAGE_BYTES, Runtime.getRuntime().maxMemory() / 4));
  }

  long held() {
    return held.get();
  }

  int connections() {
    return connections.get();
  }

  int calls() {
    return calls.get();
  }

  /** Tells calls of one connection from another's. */
  ServerTransportFilter perConnection() {
    return new ServerTransportFilter() {
      @Override
      public Attributes transportReady(Attributes attributes) {
        connections.incrementAndGet();
        return attributes.toBuilder().set(CONNECTION, new Connection()).build();
      }

      @Override
      public void transportTerminated(@Nullable Attributes attributes) {
        if (attributes != null) {
          connections.decrementAndGet();
        }
      }
    };
  }

  /** For a connection that is not gRPC's, which has to give back all that it takes. */
  Connection connection() {
    return new Connection();
  }

  /**
   * For the call that this thread is at work on, before its reply is made.
   *
   * @throws Refusal {@code RESOURCE_EXHAUSTED} if its connection holds too much
   */
  static void requireRoom() {
    Call call = CURRENT.get();
    if (call != null && call.connection != null && call.connection.holdsTooMuch()) {
      throw tooMuch();
    }
  }

  static Refusal tooMuch() {
    return Refusal.overloaded(
        "connection", "its requests and unread replies take too much memory", RETRY_AFTER);
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new Call();
  }

  /** What one connection holds. */
  final class Connection {
    private final AtomicLong mine = new AtomicLong();

    void add(long bytes) {
      mine.addAndGet(bytes);
      held.addAndGet(bytes);
    }

    boolean holdsTooMuch() {
      long holds = mine.get();
      return holds > LITTLE && holds > most - held.get();
    }
  }

  /** Messages come on the event loop; replies and the end may come on any thread. */
  private final class Call extends ServerStreamTracer {
    private volatile @Nullable Connection connection;
    private boolean oneReply;
    private boolean started;
    private boolean closed;
    private long incomplete;
    private long unanswered;
    private int unansweredCount;
    private long unread;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(CURRENT, this);
    }

    @Override
    public synchronized void serverCallStarted(ServerCallInfo<?, ?> info) {
      calls.incrementAndGet();
      started = true;
      connection = info.getAttributes().get(CONNECTION);
      oneReply = info.getMethodDescriptor().getType().serverSendsOneMessage();
    }

    @Override
    public synchronized void inboundWireSize(long bytes) {
      long takes = Math.max(bytes, FRAME);
      incomplete += takes;
      hold(takes);
      Connection of = connection;
      if (of != null && of.holdsTooMuch()) {
        // gRPC ends the call with it.
        throw Status.RESOURCE_EXHAUSTED
            .withDescription(tooMuch().getMessage())
            .asRuntimeException();
      }
    }

    @Override
    public synchronized void inboundMessageRead(int number, long bytes, long uncompressed) {
      long takes = Math.max(bytes, 0) + CALL; // in process nobody knows how many bytes they were
      hold(takes - incomplete);
      incomplete = 0;
      unanswered += takes;
      unansweredCount++;
    }

    @Override
    public synchronized void outboundMessage(int number) {
      if (unansweredCount > 0) {
        long answered = unanswered / unansweredCount; // a stream's come in any order
        unansweredCount--;
        unanswered -= answered;
        hold(-answered);
      }
    }

    @Override
    public synchronized void outboundWireSize(long bytes) {
      if (oneReply && bytes > 0) { // a stream makes no more replies than are read
        unread += bytes;
        hold(bytes);
      }
    }

    @Override
    public synchronized void streamClosed(Status status) {
      hold(-(incomplete + unanswered + unread));
      closed = true;
      if (started) { // gRPC forgets some that it refuses before
        calls.decrementAndGet();
      }
    }

    private void hold(long bytes) {
      Connection of = connection;
      if (of != null && !closed) {
        of.add(bytes);
      }
    }
  }
}

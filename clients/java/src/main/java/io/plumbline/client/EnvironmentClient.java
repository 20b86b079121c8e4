package io.plumbline.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResponse;
import io.plumbline.env.v1.GradeResult;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.ReloadSecretsResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.env.v1.Task;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Blocking access to an environment server. Thread-safe; connects with the first call.
 *
 * <p>Each try of a call has a deadline, 30 seconds unless said. Every call is tried again where
 * that may help, as {@link Retry} says, with the outcome that the first try would have had;
 * otherwise it throws an {@link EnvironmentException}. A thread that is interrupted while it waits
 * stays so, and its call ends as {@code CANCELLED}.
 */
public final class EnvironmentClient implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final AsyncEnvironmentClient async;

  /** Takes over {@code channel}: closing the client shuts it down. */
  public EnvironmentClient(ManagedChannel channel) {
    this(channel, channel.authority());
  }

  private EnvironmentClient(ManagedChannel channel, String address) {
    this(new AsyncEnvironmentClient(new Connection(channel, address), TIMEOUT, Retry.DEFAULT));
  }

  private EnvironmentClient(AsyncEnvironmentClient async) {
    this.async = async;
  }

  /**
   * A client of the server at {@code host:port}, without encryption. Connects with the first call.
   *
   * @param target {@code localhost:50051}; an IPv6 address in brackets, {@code [::1]:50051}
   * @throws IllegalArgumentException if it has another form
   */
  public static EnvironmentClient connect(String target) {
    return connect(target, InsecureChannelCredentials.create(), Optional.empty());
  }

  /**
   * A client of a server that asks who calls.
   *
   * @param target as above
   * @param credentials of the channel: {@code TlsChannelCredentials}, or insecure ones
   * @param token shown with every call; without encryption to loopback alone
   * @throws IllegalArgumentException if the target has another form, the token is not of printable
   *     ASCII without blanks, or it would travel in the open
   */
  public static EnvironmentClient connect(
      String target, ChannelCredentials credentials, Optional<String> token) {
    if (!isHostAndPort(target)) {
      throw new IllegalArgumentException(
          "target: \"" + target + "\" (expected: host:port, such as 127.0.0.1:50051)");
    }
    // No keepalive: a server takes pings below its own limit for an attack, and the deadline of
    // every call bounds what a dead connection can cost.
    ManagedChannelBuilder<?> channel =
        Grpc.newChannelBuilder(target, credentials).maxInboundMessageSize(MAX_MESSAGE_BYTES);
    if (token.isPresent()) {
      if (credentials instanceof InsecureChannelCredentials && !isLoopback(target)) {
        throw new IllegalArgumentException(
            "token: without encryption to " + target + " (expected: loopback, or TLS)");
      }
      channel.intercept(Bearer.of(token.get()));
    }
    return new EnvironmentClient(channel.build(), target);
  }

  private static boolean isLoopback(String target) {
    String host = target.substring(0, target.lastIndexOf(':'));
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]+){3}");
  }

  private static boolean isHostAndPort(String target) {
    try {
      URI uri = new URI("//" + target);
      return target.equals(uri.getRawAuthority())
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getPort() >= 1
          && uri.getPort() <= 65535;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** A client of this process' own server of that name. */
  public static EnvironmentClient inProcess(String name) {
    return new EnvironmentClient(
        InProcessChannelBuilder.forName(name).directExecutor().build(), "in-process:" + name);
  }

  /** The same client in futures. Shares the connection. */
  public AsyncEnvironmentClient async() {
    return async;
  }

  /** The same client with another time for each try of a call, above 0. Shares the connection. */
  public EnvironmentClient withTimeout(Duration timeout) {
    return new EnvironmentClient(async.withTimeout(timeout));
  }

  /** The same client with other patience. Shares the connection. */
  public EnvironmentClient withRetry(Retry retry) {
    return new EnvironmentClient(async.withRetry(retry));
  }

  /** Where the server is, as a user may read it: {@code 127.0.0.1:50051}. */
  public String address() {
    return async.address();
  }

  /** What the server offers. */
  public ListEnvironmentsResponse listEnvironments() {
    return await(async.listEnvironments());
  }

  /** Tasks of a split, from a seed on. */
  public List<Task> sampleTasks(SampleTasksRequest request) {
    return await(async.sampleTasks(request));
  }

  /** One task by its id. */
  public Task getTask(String taskId) {
    return await(async.getTask(taskId));
  }

  /** Starts a group of attempts at one task. */
  public ResetResponse reset(ResetRequest request) {
    return await(async.reset(request));
  }

  /** Takes one step. The same step has the same outcome, always. */
  public StepResponse step(StepRequest request) {
    return await(async.step(request));
  }

  /**
   * Takes many steps, however many, in messages that the server takes.
   *
   * @return one for each step, in their order: a response, or the error that it alone has
   */
  public List<StepResult> stepBatch(List<StepRequest> steps) {
    return await(async.stepBatch(steps));
  }

  /** As {@link #stepBatch}, but holds only one message at a time of either side. */
  public Iterator<StepResult> steps(Iterator<StepRequest> steps) {
    return inBatches(async.stepBatches(), steps);
  }

  /**
   * Opens a stream of resets and steps. A try lasts as long as replies come within the client's
   * timeout.
   *
   * @param window most requests that wait for their replies, at least 1
   */
  public Rollout rollout(int window) {
    return new Rollout(async.rollout(window), window);
  }

  /** Grades an output against a task of an open split. */
  public GradeResponse grade(GradeRequest request) {
    return await(async.grade(request));
  }

  /**
   * Grades many outputs, however many, in messages that the server takes.
   *
   * @return one for each output, in their order: a response, or the error that it alone has
   */
  public List<GradeResult> gradeBatch(List<GradeRequest> outputs) {
    return await(async.gradeBatch(outputs));
  }

  /** As {@link #gradeBatch}, but holds only one message at a time of either side. */
  public Iterator<GradeResult> grades(Iterator<GradeRequest> outputs) {
    return inBatches(async.gradeBatches(), outputs);
  }

  /** Says that handles will not be used again. Advisory: there is nothing to free. */
  public void release(List<ByteString> handles) {
    var unused = await(async.release(handles));
  }

  /** Has the server read its secrets again. An admin's call. */
  public ReloadSecretsResponse reloadSecrets() {
    return await(async.reloadSecrets());
  }

  /**
   * Has the server drain and end. An admin's call.
   *
   * @param grace how long running calls may take, 0 to 600 seconds
   */
  public void drain(Duration grace) {
    var unused = await(async.drain(grace));
  }

  /** Shuts the channel down, for all that share it. */
  @Override
  public void close() {
    async.close();
  }

  private <Q extends MessageLite, R> Iterator<R> inBatches(
      Batches<Q, R> batches, Iterator<Q> requests) {
    Iterator<List<Q>> messages = Batches.cut(requests, await(async.limits()));
    return new Iterator<>() {
      private Iterator<R> results = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        return results.hasNext() || messages.hasNext();
      }

      @Override
      public R next() {
        if (!results.hasNext()) {
          results = await(batches.one(messages.next())).iterator();
        }
        return results.next();
      }
    };
  }

  private static <T> T await(CompletableFuture<T> reply) {
    try {
      return reply.get();
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      throw EnvironmentException.of(
          Status.CANCELLED.withDescription("interrupted").withCause(e).asRuntimeException());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EnvironmentException refused) {
        throw refused.here();
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

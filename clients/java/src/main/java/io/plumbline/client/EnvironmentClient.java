package io.plumbline.client;

import com.google.protobuf.ByteString;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.plumbline.env.v1.AdminServiceGrpc;
import io.plumbline.env.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.plumbline.env.v1.CloseRequest;
import io.plumbline.env.v1.DrainRequest;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceBlockingStub;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GradeBatchRequest;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResponse;
import io.plumbline.env.v1.GradeResult;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.ReloadSecretsRequest;
import io.plumbline.env.v1.ReloadSecretsResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.env.v1.Task;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Blocking access to an environment server. Thread-safe. Every call has a deadline; a refusal is an
 * {@link EnvironmentException}.
 */
public final class EnvironmentClient implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final ManagedChannel channel;
  private final String address;

  /** Takes over {@code channel}: closing the client shuts it down. */
  public EnvironmentClient(ManagedChannel channel) {
    this(channel, channel.authority());
  }

  private EnvironmentClient(ManagedChannel channel, String address) {
    this.channel = channel;
    this.address = address;
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

  /** Where the server is, as a user may read it: {@code 127.0.0.1:50051}. */
  public String address() {
    return address;
  }

  /**
   * Has the next call connect at once. By itself gRPC waits up to two minutes between attempts to
   * reach a server that went away, and fails calls meanwhile. Calls that run are not disturbed.
   */
  public void reconnect() {
    channel.enterIdle();
  }

  /** What the server offers. */
  public ListEnvironmentsResponse listEnvironments() {
    return call(() -> stub().listEnvironments(ListEnvironmentsRequest.getDefaultInstance()));
  }

  /** Tasks of a split, from a seed on. */
  public List<Task> sampleTasks(SampleTasksRequest request) {
    return call(() -> stub().sampleTasks(request)).getTasksList();
  }

  /** One task by its id. */
  public Task getTask(String taskId) {
    return call(() -> stub().getTask(GetTaskRequest.newBuilder().setTaskId(taskId).build()))
        .getTask();
  }

  /** Starts a group of attempts at one task. */
  public ResetResponse reset(ResetRequest request) {
    return call(() -> stub().reset(request));
  }

  /** Takes one step. */
  public StepResponse step(StepRequest request) {
    return call(() -> stub().step(request));
  }

  /** Takes many steps; results come in the order of the steps, each a response or an error. */
  public List<StepResult> stepBatch(List<StepRequest> steps) {
    StepBatchRequest request = StepBatchRequest.newBuilder().addAllSteps(steps).build();
    return call(() -> stub().stepBatch(request)).getResultsList();
  }

  /**
   * Opens a stream of resets and steps, which has no deadline.
   *
   * @param window most requests that wait for their replies, at least 1
   */
  public Rollout rollout(int window) {
    return new Rollout(EnvironmentServiceGrpc.newStub(channel), window);
  }

  /** Grades an output against a task of an open split. */
  public GradeResponse grade(GradeRequest request) {
    return call(() -> stub().grade(request));
  }

  /** Grades many outputs; results come in their order, each a response or an error. */
  public List<GradeResult> gradeBatch(List<GradeRequest> outputs) {
    GradeBatchRequest request = GradeBatchRequest.newBuilder().addAllOutputs(outputs).build();
    return call(() -> stub().gradeBatch(request)).getResultsList();
  }

  /** Says that handles will not be used again. */
  public void release(List<ByteString> handles) {
    CloseRequest request = CloseRequest.newBuilder().addAllHandles(handles).build();
    call(() -> stub().close(request));
  }

  /** Has the server read its secrets again. An admin's call. */
  public ReloadSecretsResponse reloadSecrets() {
    return call(() -> adminStub().reloadSecrets(ReloadSecretsRequest.getDefaultInstance()));
  }

  /**
   * Has the server drain and end. An admin's call.
   *
   * @param grace how long running calls may take, 0 to 600 seconds
   */
  public void drain(Duration grace) {
    DrainRequest request =
        DrainRequest.newBuilder()
            .setGrace(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(grace.getSeconds())
                    .setNanos(grace.getNano()))
            .build();
    call(() -> adminStub().drain(request));
  }

  /** Shuts the channel down. */
  @Override
  public void close() {
    channel.shutdownNow();
  }

  private EnvironmentServiceBlockingStub stub() {
    return EnvironmentServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private AdminServiceBlockingStub adminStub() {
    return AdminServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <R> R call(Supplier<R> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw EnvironmentException.of(e);
    }
  }
}

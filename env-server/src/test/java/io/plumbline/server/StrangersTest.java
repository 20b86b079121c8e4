package io.plumbline.server;

import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.StepBatchRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are broken in ways that no client of ours makes, over a real socket. */
class StrangersTest {
  private EnvironmentServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    server =
        EnvironmentServer.start(
            TestServer.config(TestServer.KEY),
            new Exposure(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Access.local(),
                Optional.empty(),
                OptionalInt.of(0)));
    channel = connect(server);
  }

  @AfterEach
  void stopAll() {
    channel.shutdownNow();
    server.close();
  }

  private static ManagedChannel connect(EnvironmentServer server) {
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(Codec.Identity.NONE);
    compressors.register(new SaidToBeGzip());
    return Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
        .compressorRegistry(compressors)
        .build();
  }

  /** Says that it compresses, and does not. */
  private static final class SaidToBeGzip implements Compressor {
    @Override
    public String getMessageEncoding() {
      return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream stream) {
      return stream;
    }
  }

  /** How a call with these messages ends. */
  private Status status(MethodDescriptor<?, ?> method, CallOptions options, byte[]... messages)
      throws Exception {
    ClientCall<byte[], byte[]> call =
        channel.newCall(method.toBuilder(new RawMessages(), new RawMessages()).build(), options);
    CompletableFuture<Status> end = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(100);
    call.setMessageCompression(true);
    for (byte[] message : messages) {
      call.sendMessage(message);
    }
    call.halfClose();
    return end.get(30, TimeUnit.SECONDS);
  }

  private Status status(MethodDescriptor<?, ?> method, byte[]... messages) throws Exception {
    return status(method, CallOptions.DEFAULT, messages);
  }

  private static void invalid(Status status, String message) {
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).isEqualTo(message);
  }

  @Test
  void aCallWithoutItsMessageIsRefusedAsSuch() throws Exception {
    byte[] message = TestServer.reset().build().toByteArray();
    MethodDescriptor<?, ?> reset = EnvironmentServiceGrpc.getResetMethod();
    invalid(status(reset), "request: absent (expected: one message)");
    assertThat(status(reset, message).isOk()).isTrue();
  }

  @Test
  void whatIsNotCompressedAsItSaysIsMalformed() throws Exception {
    CallOptions options = CallOptions.DEFAULT.withCompression("gzip");
    invalid(
        status(
            EnvironmentServiceGrpc.getResetMethod(),
            options,
            TestServer.reset().build().toByteArray()),
        "request: malformed (expected: a ResetRequest of plumbline.env.v1)");
  }

  @Test
  void aMessageOfVeryManyFieldsIsRefusedBeforeItIsParsed() throws Exception {
    String message = "request: more than 65536 fields in it (expected: fewer)";
    byte[] items = new byte[2 * (FieldCount.MOST + 1)];
    for (int i = 0; i < items.length; i += 2) {
      items[i] = 0xa; // an empty step
    }
    MethodDescriptor<?, ?> batch = EnvironmentServiceGrpc.getStepBatchMethod();
    invalid(status(batch, items), message);
    byte[] unknown = new byte[3 * (FieldCount.MOST + 1)];
    for (int i = 0; i < unknown.length; i += 3) {
      unknown[i] = (byte) 0xf8; // number 31, that no message has
      unknown[i + 1] = 1;
    }
    ByteString within = ByteString.copyFrom(unknown);
    ByteString nested =
        ByteString.copyFrom(new byte[] {0xa, (byte) 0x83, (byte) 0x80, 0xc}).concat(within);
    invalid(status(batch, nested.toByteArray()), message);
    ByteString group = ByteString.copyFrom(new byte[] {0x7b}).concat(within);
    invalid(status(batch, group.toByteArray()), message);
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) 0x7b); // groups in groups
    invalid(
        status(batch, deep),
        "request: malformed (expected: a StepBatchRequest of plumbline.env.v1)");
    byte[] full =
        StepBatchRequest.newBuilder()
            .addSteps(stop(ByteString.copyFromUtf8("none"), "x".repeat(1_000_000)))
            .build()
            .toByteArray();
    assertThat(status(batch, full).isOk()).isTrue();
  }

  @Test
  void aStreamThatAMalformedMessageEndsIsOver() throws Exception {
    for (int i = 0; i < 10; i++) {
      invalid(
          status(EnvironmentServiceGrpc.getRolloutMethod(), new byte[] {-1, -1, -1}),
          "request: malformed (expected: a RolloutRequest of plumbline.env.v1)");
    }
    List<String> expected = List.of("plumbline_rollouts_open 0.0", "plumbline_calls_open 0.0");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    List<String> metrics = MetricsTest.metrics(server);
    while (!metrics.containsAll(expected) && System.nanoTime() < end) {
      metrics = MetricsTest.metrics(server); // the server hears of the end after the client
    }
    assertThat(metrics).containsAll(expected).contains("plumbline_connections_open 1.0");
  }

  @Test
  void brokenFramesAreNotLogged() throws Exception {
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      Status tooLarge =
          status(EnvironmentServiceGrpc.getResetMethod(), new byte[Limits.MAX_MESSAGE_BYTES + 1]);
      assertThat(tooLarge.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readAllBytes()).isNotEmpty(); // until it is closed
      }
    } finally {
      root.removeHandler(handler);
    }
    assertThat(records).isEmpty();
  }

  @Test
  void aCallThatWasCutOffBeforeItsTurnIsNotGraded() throws Exception {
    AtomicInteger graded = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    int ahead = Runtime.getRuntime().availableProcessors(); // as many as the pool has threads
    try (TestServer slow =
        Rigged.server(
            output -> {
              graded.incrementAndGet();
              running.countDown();
              awaitOpen(gate);
              return Rigged.empty();
            })) {
      var step = stop(slow.handle(), "x".repeat(Limits.MAX_INLINE_BYTES + 1)).build();
      var stub = EnvironmentServiceGrpc.newFutureStub(slow.channel);
      for (int i = 0; i < ahead; i++) {
        var unused = stub.step(step);
      }
      awaitOpen(running);
      stub.step(step).cancel(true);
      gate.countDown();
      assertThat(slow.server.drain(Duration.ofSeconds(30))).isTrue();
      assertThat(graded).hasValue(ahead);
    }
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceImplBase;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A reply that comes after its client gave up must not pass for the reply to what came next. */
class OpenEnvLateReplyTest {
  private static final String RESET =
      "{'type':'reset','data':{'environment':'spreadsheet_clean','split':'train'}}";
  private static final String STEP = "{'type':'step','data':{'action':'b'}}";
  private static final String TOO_EARLY =
      "message: before the reply to the one before it (expected: one at a time; this connection is"
          + " closed, or that reply would pass for this one's)";

  @Test
  void anActionThatComesBeforeTheReplyToTheOneBeforeGetsNone() throws Exception {
    CountDownLatch grading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    var slow =
        Rigged.environment(
            output -> {
              grading.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Rigged.empty();
            });
    try (EnvironmentServer server =
            OpenEnvSocket.serve(TestServer.config(TestServer.KEY, slow), Access.local());
        OpenEnvSocket socket = OpenEnvSocket.open(server)) {
      socket.ask(RESET);
      socket.send("{'type':'step','data':{'action':'" + "a".repeat(70_000) + "'}}"); // in the pool
      assertThat(grading.await(20, TimeUnit.SECONDS)).isTrue();
      JsonNode reply = socket.ask(STEP);
      assertThat(reply.get("data").get("message").stringValue()).isEqualTo(TOO_EARLY);
      assertThat(reply.get("data").get("code").stringValue()).isEqualTo("SESSION_ERROR");
      release.countDown();
      assertThat(socket.next()).startsWith("closed 1008 message: before the reply");
    } finally {
      release.countDown();
    }
  }

  @Test
  void oneMayLeaveWhileAReplyIsAwaited() throws Exception {
    try (OpenEnvServer server = over(new NeverAnswers(), Duration.ofHours(1));
        OpenEnvSocket socket = OpenEnvSocket.open(server.port())) {
      socket.send(RESET);
      socket.send("{'type':'close'}");
      assertThat(socket.next()).isEqualTo("closed 1000 ");
    }
  }

  @Test
  void twoActionsThatCameAtOnceGetOneError() throws Exception {
    try (EnvironmentServer server =
            OpenEnvSocket.serve(TestServer.config(TestServer.KEY), Access.local());
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), server.openenvPort().orElseThrow())) {
      DataInputStream in = open(socket);
      ByteBuffer both = ByteBuffer.allocate(1000);
      both.put(frame(RESET)).put(frame(STEP));
      socket.getOutputStream().write(both.array(), 0, both.position());
      in.readUnsignedByte();
      int length = in.readUnsignedByte(); // 126: in the two bytes that follow
      byte[] reply = new byte[length == 126 ? in.readUnsignedShort() : length];
      in.readFully(reply);
      assertThat(new String(reply, StandardCharsets.UTF_8)).contains(TOO_EARLY);
      assertThat(in.readUnsignedByte()).isEqualTo(0x88); // a close frame, and nothing between
    }
  }

  @Test
  void aReplyThatIsNotWhollySentIsBrokenOffWhenAnotherActionComes() throws Exception {
    try (OpenEnvServer server = over(new AnswersAtLength(), OpenEnvServer.PATIENCE);
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      DataInputStream in = open(socket);
      socket.getOutputStream().write(frame(RESET));
      assertThat(in.readUnsignedShort()).isEqualTo(0x817f); // a text whose length is in 8 bytes
      assertThat(in.readLong()).isGreaterThan(AnswersAtLength.CHARACTERS);
      socket.getOutputStream().write(frame(STEP)); // while the reply waits to be read
      long rest = 0;
      try {
        for (int read = 0; read >= 0; read = in.read(new byte[1 << 16])) {
          rest += read;
        }
      } catch (SocketException reset) {
        // as good as the end
      }
      assertThat(rest).isLessThan(AnswersAtLength.CHARACTERS);
    }
  }

  /** Opens a WebSocket by hand. */
  private static DataInputStream open(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    socket
        .getOutputStream()
        .write(OpenEnvStrangersTest.handshake("").getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
    return in;
  }

  /** A text frame, masked with zeros. */
  private static byte[] frame(String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThat(bytes.length).isLessThan(126);
    return ByteBuffer.allocate(6 + bytes.length)
        .put((byte) 0x81)
        .put((byte) (0x80 | bytes.length))
        .putInt(0)
        .put(bytes)
        .array();
  }

  /** A contract whose tasks are larger than what sockets hold. */
  private static final class AnswersAtLength extends NeverAnswers {
    static final int CHARACTERS = 32 << 20;

    @Override
    public StreamObserver<RolloutRequest> rollout(StreamObserver<RolloutResponse> observer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(RolloutRequest request) {
          RolloutResponse.Builder reply = RolloutResponse.newBuilder().setId(request.getId());
          reply.getResetBuilder().addEpisodesBuilder();
          reply
              .getResetBuilder()
              .getTaskBuilder()
              .getObservationBuilder()
              .setInput("a".repeat(CHARACTERS));
          observer.onNext(reply.build());
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  /** A contract that takes all and says nothing. */
  static class NeverAnswers extends EnvironmentServiceImplBase {
    @Override
    public void listEnvironments(
        ListEnvironmentsRequest request, StreamObserver<ListEnvironmentsResponse> observer) {
      observer.onNext(ListEnvironmentsResponse.getDefaultInstance());
      observer.onCompleted();
    }

    @Override
    public StreamObserver<RolloutRequest> rollout(StreamObserver<RolloutResponse> observer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(RolloutRequest request) {}

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  private static OpenEnvServer over(EnvironmentServiceImplBase contract, Duration patience)
      throws IOException {
    return over(contract, MessageMemory.ofThisProcess(), patience);
  }

  static OpenEnvServer over(
      EnvironmentServiceImplBase contract, MessageMemory memory, Duration patience)
      throws IOException {
    return new OpenEnvServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        List.of(contract.bindService()),
        memory,
        new Metrics(List.of()),
        patience);
  }

  @Test
  void aReplyThatTakesTooLongIsNeverSent() throws Exception {
    try (OpenEnvServer server = over(new NeverAnswers(), Duration.ofMillis(1));
        OpenEnvSocket socket = OpenEnvSocket.open(server.port())) {
      JsonNode reply = socket.ask(RESET);
      assertThat(reply.get("data").get("message").stringValue())
          .isEqualTo(
              "reply: not there after PT0.001S (expected: sooner; this connection is closed, or it"
                  + " would pass for a later message's)");
      assertThat(socket.next()).startsWith("closed 1013 reply: not there after PT0.001S");
    }
  }
}

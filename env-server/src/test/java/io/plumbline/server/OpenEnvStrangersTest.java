package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.InsecureChannelCredentials;
import io.plumbline.client.EnvironmentClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may come to OpenEnv's port: nobody who may not call over gRPC, and no more of them. */
class OpenEnvStrangersTest {
  private static final String RESET =
      "{'type':'reset','data':{'environment':'spreadsheet_clean','split':'train'}}";
  private static final Access TOKENS =
      Access.of(
          List.of(
              Credential.ofToken("ann", Role.AGENT, "token-of-ann", Quota.UNLIMITED),
              Credential.ofToken("tom", Role.TRAINER, "token-of-tom", new Quota(1, 3, 0))));

  private static OpenEnvSocket as(EnvironmentServer server, String token) {
    return OpenEnvSocket.open(server, "Authorization", "Bearer " + token);
  }

  @Test
  void tokensAreAskedForBeforeASocketIsOpened() throws Exception {
    try (EnvironmentServer server =
        OpenEnvSocket.serve(TestServer.config(TestServer.KEY), TOKENS)) {
      assertThat(raw(server, handshake("")))
          .startsWith("HTTP/1.1 401 Unauthorized\r\n")
          .contains("www-authenticate: Bearer\r\n")
          .endsWith(
              "{\"detail\":\"authorization: absent (expected: Bearer and a token of this"
                  + " server)\"}");
      assertThatThrownBy(() -> as(server, "token-of-eve"))
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("WebSocketHandshakeException");
      try (OpenEnvSocket socket = as(server, "token-of-ann")) {
        assertThat(socket.ask(RESET).get("type").stringValue()).isEqualTo("observation");
        assertThat(
                socket
                    .ask(RESET.replace("}}", ",'evidence':true}}"))
                    .get("data")
                    .get("message")
                    .stringValue())
            .isEqualTo("evidence: asked for by ann, an agent (expected: a trainer's request)");
      }
    }
  }

  @Test
  void aHandleServesItsOwnPrincipalAlone() throws Exception {
    try (EnvironmentServer server = OpenEnvSocket.serve(TestServer.config(TestServer.KEY), TOKENS);
        OpenEnvSocket ann = as(server, "token-of-ann");
        OpenEnvSocket tom = as(server, "token-of-tom")) {
      String handle = ann.ask(RESET).get("data").get("observation").get("handle").stringValue();
      JsonNode reply = tom.ask("{'type':'step','data':{'action':'a','handle':'" + handle + "'}}");
      assertThat(reply.get("data").get("message").stringValue())
          .isEqualTo("handle: another principal's (expected: one of your own)");
    }
  }

  @Test
  void aPrincipalsQuotaHoldsHereToo() throws Exception {
    try (EnvironmentServer server = OpenEnvSocket.serve(TestServer.config(TestServer.KEY), TOKENS);
        OpenEnvSocket tom = as(server, "token-of-tom")) {
      assertThatThrownBy(() -> as(server, "token-of-tom")) // one call in flight is the other's
          .isInstanceOf(CompletionException.class);
      JsonNode last = tom.ask(RESET);
      for (int i = 0; i < 8 && last.get("type").stringValue().equals("observation"); i++) {
        last = tom.ask(RESET);
      }
      assertThat(last.get("data").get("code").stringValue()).isEqualTo("CAPACITY_REACHED");
      assertThat(last.get("data").get("message").stringValue())
          .isEqualTo("requests_per_second: more of tom (expected: at most 3; try again later)");
      assertThat(last.get("data").get("retry_after").doubleValue()).isPositive();
    }
  }

  @Test
  void aTokenThatIsForgottenEndsItsSessions() throws Exception {
    AtomicReference<Access> now = new AtomicReference<>(TOKENS);
    ServerConfig config = TestServer.config(TestServer.KEY);
    try (EnvironmentServer server =
            EnvironmentServer.start(
                config,
                OpenEnvSocket.exposure(
                    Access.of(
                        List.of(
                            Credential.ofToken("ann", Role.AGENT, "token-of-ann", Quota.UNLIMITED),
                            Credential.ofToken("root", Role.ADMIN, "root", Quota.UNLIMITED)))),
                () -> new Secrets(config.handleKeys(), Objects.requireNonNull(now.get())));
        OpenEnvSocket ann = as(server, "token-of-ann")) {
      ann.ask(RESET);
      now.set(Access.of(List.of(Credential.ofToken("bob", Role.AGENT, "other", Quota.UNLIMITED))));
      try (var admin =
          EnvironmentClient.connect(
              "127.0.0.1:" + server.port(),
              InsecureChannelCredentials.create(),
              Optional.of("root"))) {
        admin.reloadSecrets();
      }
      assertThat(ann.ask(RESET).get("data").get("message").stringValue())
          .isEqualTo(
              "authorization: an unknown token (expected: Bearer and a token of this server)");
      assertThat(ann.next()).startsWith("closed 1008 authorization: an unknown token");
    }
  }

  @Test
  void whatIsNoWebSocketIsTurnedAway() throws Exception {
    try (EnvironmentServer server =
        OpenEnvSocket.serve(TestServer.config(TestServer.KEY), Access.local())) {
      assertThat(raw(server, handshake("Origin: http://127.0.0.1\r\n")))
          .startsWith("HTTP/1.1 403 ")
          .endsWith("{\"detail\":\"origin: a browser's (expected: none)\"}");
      assertThat(raw(server, "GET /ws HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 426 ")
          .contains("sec-websocket-version: 13\r\n");
      assertThat(raw(server, handshake("").replace("Sec-WebSocket-Key", "Sec-WebSocket-Lock")))
          .startsWith("HTTP/1.1 426 ");
      assertThat(raw(server, "GET /step HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 404 ")
          .endsWith("{\"detail\":\"path: \\\"/step\\\" (expected: /ws, /schema or /health)\"}");
      assertThat(raw(server, "POST /health HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"))
          .startsWith("HTTP/1.1 405 ");
      assertThat(
              raw(
                  server,
                  "GET /health HTTP/1.1\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n"))
          .startsWith("HTTP/1.1 413 ");
      assertThat(raw(server, "GET /health HTTP/1.1\r\nA: " + "a".repeat(9000) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(raw(server, "hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }
  }

  static String handshake(String more) {
    return "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + more
        + "\r\n";
  }

  /** All that the server says to these bytes, until it closes the connection. */
  private static String raw(EnvironmentServer server, String bytes) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.openenvPort().orElseThrow())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void healthNeedsNoToken() throws Exception {
    try (EnvironmentServer server =
        OpenEnvSocket.serve(TestServer.config(TestServer.KEY), TOKENS)) {
      assertThat(raw(server, "GET /health HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("{\"status\":\"healthy\"}");
    }
  }

  /** A server that answers no request of the contract. */
  private static OpenEnvServer silent(MessageMemory memory) throws IOException {
    return OpenEnvLateReplyTest.over(
        new OpenEnvLateReplyTest.NeverAnswers(), memory, OpenEnvServer.PATIENCE);
  }

  @Test
  void aMessageThatWouldTakeTooMuchMemoryEndsItsConnectionAlone() throws Exception {
    MessageMemory memory = new MessageMemory(1 << 20);
    try (OpenEnvServer server = silent(memory);
        OpenEnvSocket small = OpenEnvSocket.open(server.port());
        OpenEnvSocket large = OpenEnvSocket.open(server.port())) {
      large.send("a".repeat(1 << 20));
      assertThat(large.receive().get("data").get("message").stringValue())
          .startsWith("connection: its requests and unread replies take too much memory");
      assertThat(large.next()).startsWith("closed 1013 ");
      assertThat(small.ask("{'type':'state'}").get("type").stringValue()).isEqualTo("state");
    }
  }

  @Test
  void whatASessionHeldIsGivenBack() throws Exception {
    MessageMemory memory = new MessageMemory(1 << 20);
    try (OpenEnvServer server = silent(memory)) {
      try (OpenEnvSocket socket = OpenEnvSocket.open(server.port())) {
        for (int i = 0; i < 100; i++) {
          socket.ask("{'type':'state'}");
        }
        assertThat(memory.held()).isLessThan(200); // the last message's and reply's at most
      }
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (EnvironmentServer server =
        OpenEnvSocket.serve(TestServer.config(TestServer.KEY), Access.local())) {
      int port = server.openenvPort().orElseThrow();
      Exposure taken =
          new Exposure(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              Access.local(),
              Optional.empty(),
              OptionalInt.empty(),
              OptionalInt.of(port));
      assertThatThrownBy(() -> EnvironmentServer.start(TestServer.config(TestServer.KEY), taken))
          .isInstanceOf(IOException.class)
          .hasMessage("openenv_port: " + port + " is in use (expected: a free one, or 0)");
    }
  }

  @Test
  void withoutAPortThereIsNone() throws Exception {
    try (EnvironmentServer server = EnvironmentServer.start(TestServer.config(TestServer.KEY), 0)) {
      assertThat(server.openenvPort()).isEmpty();
    }
  }
}

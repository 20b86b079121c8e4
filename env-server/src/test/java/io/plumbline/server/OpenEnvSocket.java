package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's WebSocket to OpenEnv's port of a server. */
final class OpenEnvSocket implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  private OpenEnvSocket(int port, List<String> headers) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    for (int i = 0; i < headers.size(); i += 2) {
      builder.header(headers.get(i), headers.get(i + 1));
    }
    socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new Events()).join();
  }

  /** A server that OpenEnv's clients reach. */
  static EnvironmentServer serve(ServerConfig config, Access access) throws IOException {
    return EnvironmentServer.start(config, exposure(access));
  }

  static Exposure exposure(Access access) {
    return new Exposure(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        access,
        Optional.empty(),
        OptionalInt.of(0),
        OptionalInt.of(0));
  }

  /**
   * @throws CompletionException if the server does not open one
   */
  static OpenEnvSocket open(EnvironmentServer server, String... headers) {
    return new OpenEnvSocket(server.openenvPort().orElseThrow(), List.of(headers));
  }

  static OpenEnvSocket open(int port) {
    return new OpenEnvSocket(port, List.of());
  }

  /** What the next message says; a text in it can be written with ' for ". */
  JsonNode ask(String message) throws Exception {
    send(message);
    return receive();
  }

  void send(String message) {
    socket.sendText(message.replace('\'', '"'), true).join();
  }

  void sendBinary(byte[] message) {
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
  }

  JsonNode receive() throws Exception {
    return JSON.readTree(next());
  }

  /** The next event: a message, or {@code closed CODE REASON}. */
  String next() throws Exception {
    String event = events.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("a message or the end within 20 s").isNotNull();
    return event;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Events implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        events.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      events.add("closed " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      events.add("broken " + error);
    }
  }
}

package io.plumbline.judges;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint on loopback that answers as it was told to, misbehaviour included. */
public final class StubEndpoint implements AutoCloseable {
  /** How one request is answered. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(HttpExchange exchange, String body) throws IOException;
  }

  /** Without prices and without a limit. */
  static final Pricing FREE = new Pricing(0, 0, Double.POSITIVE_INFINITY);

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Behaviour> script = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();

  /** What was asked; header names in lower case. */
  public record Request(String path, Map<String, String> headers, String body) {}

  public StubEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      next(new Request(exchange.getRequestURI().getPath(), headers, body)).answer(exchange, body);
    }
  }

  /** The last behaviour of the script stays. */
  private synchronized Behaviour next(Request request) {
    requests.add(request);
    return script.size() > 1 ? script.removeFirst() : script.getFirst();
  }

  /** Answers the next requests so, in this order, and all later ones as the last. */
  public synchronized StubEndpoint then(Behaviour behaviour) {
    script.addLast(behaviour);
    return this;
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A judge's configuration for this endpoint. */
  public JudgeConfig config(Provider provider, int retries, Pricing pricing, Optional<Path> cache) {
    return new JudgeConfig(
        provider,
        url(),
        "stub-model",
        Optional.of(new ApiKey("sk-very-secret")),
        200,
        60_000,
        retries,
        2,
        pricing,
        cache);
  }

  public JudgeConfig config(int retries) {
    return config(Provider.ANTHROPIC, retries, FREE, Optional.empty());
  }

  /** A judge's text in the envelope of the Messages API, billed with 1000 and 20 tokens. */
  public static Behaviour says(String text) {
    return json(200, message(text));
  }

  public static String message(String text) {
    return "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":"
        + JSON.writeValueAsString(text)
        + "}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":20}}";
  }

  /** The object that is asked for. */
  public static String scored(String dimension, Object score) {
    return "{\"dimension\": \"%s\", \"score\": %s, \"reason\": \"as it seems\"}"
        .formatted(dimension, score);
  }

  public static Behaviour json(int status, String body, String... headers) {
    return bytes(status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public static Behaviour bytes(int status, byte[] body, String... headers) {
    return (exchange, asked) -> {
      exchange.getResponseHeaders().add("content-type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    };
  }

  /** Announces more than it sends, and hangs up. */
  public static Behaviour hangsUp() {
    return (exchange, asked) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("{\"content\":[".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  /** Takes the request and closes the connection without a word. */
  public static Behaviour saysNothing() {
    return (exchange, asked) -> {};
  }

  /** Sends the head of a reply, and the rest only when the endpoint closes. */
  public Behaviour stalls() {
    return (exchange, asked) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      awaitClose();
    };
  }

  /** Sends nothing until the endpoint closes. */
  public Behaviour neverAnswers() {
    return (exchange, asked) -> awaitClose();
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}

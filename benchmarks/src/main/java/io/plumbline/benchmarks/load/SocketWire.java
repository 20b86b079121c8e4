package io.plumbline.benchmarks.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** OpenEnv's sessions, each a WebSocket of its own with one step at a time. */
final class SocketWire implements GradedWire {
  private final List<Session> sessions;
  private final Queue<Session> idle;

  /**
   * Opens sessions and resets each to a task.
   *
   * @param sessions as many as there may be requests in flight
   */
  SocketWire(int port, int sessions) {
    HttpClient client = HttpClient.newHttpClient();
    URI address = URI.create("ws://127.0.0.1:" + port + "/ws");
    this.sessions =
        IntStream.range(0, sessions).mapToObj(i -> new Session(client, address, i)).toList();
    this.idle = new ConcurrentLinkedQueue<>(this.sessions);
  }

  @Override
  public int items() {
    return 1;
  }

  @Override
  public void send(long number, Answer answer) {
    Session session = idle.remove();
    session
        .step()
        .whenComplete(
            (reply, thrown) -> {
              idle.add(session);
              answer.came(OpenEnv.code(reply, thrown));
            });
  }

  @Override
  public List<Graded> grades() {
    return sessions.stream()
        .limit(Payload.STEPS)
        .map(session -> OpenEnv.graded(session.step().join()))
        .toList();
  }

  @Override
  public void close() {
    sessions.forEach(session -> session.socket.abort());
  }

  private static final class Session implements WebSocket.Listener {
    private final WebSocket socket;
    private final String step;
    private final StringBuilder heard = new StringBuilder();
    private volatile CompletableFuture<String> waiting = new CompletableFuture<>();

    Session(HttpClient client, URI address, int number) {
      socket = client.newWebSocketBuilder().buildAsync(address, this).join();
      step = OpenEnv.step(number);
      ask(OpenEnv.reset(number)).join();
    }

    CompletableFuture<String> step() {
      return ask(step);
    }

    private CompletableFuture<String> ask(String message) {
      CompletableFuture<String> reply = new CompletableFuture<>();
      waiting = reply;
      socket
          .sendText(message, true)
          .exceptionally(
              thrown -> {
                reply.completeExceptionally(thrown);
                return socket;
              });
      return reply;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      heard.append(part);
      from.request(1);
      if (last) {
        String reply = heard.toString();
        heard.setLength(0);
        waiting.complete(reply);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      waiting.completeExceptionally(new IllegalStateException("closed: " + code + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable thrown) {
      waiting.completeExceptionally(thrown);
    }
  }
}

package io.plumbline.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An OpenAI-compatible endpoint on loopback that scores whatever dimension it is asked for. */
final class LoopbackJudge implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  /** {@code score} gives the score for a request's body, as it stands in JSON. */
  LoopbackJudge(UnaryOperator<String> score) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          bodies.add(body);
          byte[] reply = reply(body, score.apply(body)).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.start();
  }

  private static String reply(String body, String score) {
    int from = body.indexOf("named ") + "named ".length();
    String dimension = body.substring(from, body.indexOf(',', from));
    return "{\"choices\":[{\"message\":{\"content\":\"{\\\"dimension\\\":\\\""
        + dimension
        + "\\\",\\\"score\\\":"
        + score
        + ",\\\"reason\\\":\\\"r\\\"}\"}}],"
        + "\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":10}}";
  }

  /** Answers with this status from now on. */
  void answersWith(int code) {
    status = code;
  }

  List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** Settings of a judge here, whose key is in {@code JUDGE_KEY}. */
  Path settings(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("judge.properties"),
        "provider=openai\nmodel=m\nkey_env=JUDGE_KEY\nretries=0\nprice_in=2\nbase_url=http://127.0.0.1:"
            + server.getAddress().getPort()
            + "/v1\n");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

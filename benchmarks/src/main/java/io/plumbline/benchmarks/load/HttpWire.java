package io.plumbline.benchmarks.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** OpenEnv's steps without a session, a POST each, on connections that stay open. */
final class HttpWire implements GradedWire {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<HttpRequest> requests;

  HttpWire(int port) {
    URI address = URI.create("http://127.0.0.1:" + port + "/step");
    requests =
        IntStream.range(0, Payload.STEPS)
            .mapToObj(
                i ->
                    HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(OpenEnv.statelessStep(i)))
                        .build())
            .toList();
  }

  @Override
  public int items() {
    return 1;
  }

  @Override
  public void send(long number, Answer answer) {
    step((int) (number % requests.size()))
        .whenComplete((reply, thrown) -> answer.came(OpenEnv.code(reply, thrown)));
  }

  @Override
  public List<Graded> grades() {
    return IntStream.range(0, requests.size())
        .mapToObj(i -> OpenEnv.graded(step(i).join()))
        .toList();
  }

  private CompletableFuture<String> step(int number) {
    return client
        .sendAsync(requests.get(number), BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  @Override
  public void close() {} // its connections end when nothing refers to the client
}

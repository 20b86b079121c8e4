package io.plumbline.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Steps to an OpenEnv server, each on a connection that has nothing else to do. */
final class OpenEnvWire implements GradedWire {
  private final List<byte[]> requests =
      IntStream.range(0, Payload.STEPS)
          .mapToObj(number -> OpenEnv.statelessStep(number).getBytes(UTF_8))
          .toList();
  private final List<OpenEnvConnection> connections;
  private final Queue<OpenEnvConnection> idle;
  private final ExecutorService threads;

  private OpenEnvWire(List<OpenEnvConnection> connections) {
    this.connections = List.copyOf(connections);
    this.idle = new ConcurrentLinkedQueue<>(connections);
    this.threads = Executors.newFixedThreadPool(connections.size());
  }

  /**
   * Sessions, reset to the tasks in turn.
   *
   * @param sessions as many as there may be requests in flight
   */
  static OpenEnvWire sessions(int port, int sessions) {
    return new OpenEnvWire(
        IntStream.range(0, sessions)
            .mapToObj(number -> OpenEnvConnection.session(port, number))
            .toList());
  }

  /**
   * HTTP without sessions.
   *
   * @param connections as many as there may be requests in flight
   */
  static OpenEnvWire http(int port, int connections) {
    return new OpenEnvWire(
        IntStream.range(0, connections).mapToObj(number -> OpenEnvConnection.http(port)).toList());
  }

  @Override
  public int items() {
    return 1;
  }

  @Override
  public void send(long number, Answer answer) {
    OpenEnvConnection connection = idle.remove();
    byte[] request = requests.get((int) (number % requests.size()));
    threads.execute(
        () -> {
          String reply = "";
          try {
            reply = connection.step(request);
          } catch (IOException e) {
            // there is none
          }
          idle.add(connection);
          answer.came(OpenEnv.code(reply));
        });
  }

  @Override
  public List<Graded> grades() {
    List<Graded> grades = new ArrayList<>();
    for (int number = 0; number < requests.size(); number++) {
      try {
        grades.add(OpenEnv.graded(connections.get(number).step(requests.get(number))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return grades;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    connections.forEach(OpenEnvConnection::close);
  }
}

package io.plumbline.benchmarks.load;

import io.grpc.ManagedChannel;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads servers on loopback that somebody else started and watches. Orders are lines of words, each
 * answered with a line of JSON, {@code {"error": ...}} for one that fails:
 *
 * <pre>
 * grades PORT WAY PROFILE                         every table's grade
 * round PORT[,PORT...] WAY PROFILE REQUESTS MILLIS   a closed loop with so many requests in flight
 * open PORT[,PORT...] WAY EPISODES                opens episodes, to be left open
 * close                                           ends what open has opened
 * </pre>
 *
 * <p>WAY is {@code unary}, {@code batch} or {@code stream} for a server of our contract, {@code
 * websocket} or {@code http} for OpenEnv. Several ports are processes of one server.
 */
public final class Orders {
  private static final JsonMapper JSON = new JsonMapper();

  /** By the first four words of a round: connections last from round to round. */
  private final Map<List<String>, SpreadWire> wires = new HashMap<>();

  private final List<GradedWire> opened = new ArrayList<>();

  private Orders() {}

  /** Obeys until there are no more. */
  public static void obey(BufferedReader in, PrintWriter out)
      throws IOException, InterruptedException {
    Orders orders = new Orders();
    for (String order = in.readLine(); order != null; order = in.readLine()) {
      Object answer;
      try {
        answer = orders.obey(Arrays.asList(order.split(" ", -1)));
      } catch (RuntimeException e) {
        answer = Map.of("error", order + ": " + e);
      }
      out.println(JSON.writeValueAsString(answer));
      out.flush();
    }
    orders.close();
    orders.wires.values().forEach(SpreadWire::close);
  }

  private Object obey(List<String> words) throws InterruptedException {
    String verb = words.get(0);
    if (verb.equals("grades") && words.size() == 4) {
      int port = Integer.parseInt(words.get(1));
      try (GradedWire wire = wire(port, words.get(2), profile(words.get(3)), Payload.STEPS)) {
        return wire.grades();
      }
    }
    if (verb.equals("round") && words.size() == 6) {
      int inFlight = Integer.parseInt(words.get(4));
      SpreadWire wire = wires.get(words.subList(1, 5));
      if (wire == null) {
        wire = spread(words.get(1), words.get(2), profile(words.get(3)), inFlight);
        wires.put(words.subList(1, 5), wire);
      }
      return round(wire, inFlight, Duration.ofMillis(Long.parseLong(words.get(5))));
    }
    if (verb.equals("open") && words.size() == 4) {
      open(ports(words.get(1)), words.get(2), Integer.parseInt(words.get(3)));
      return Map.of();
    }
    if (verb.equals("close")) {
      close();
      return Map.of();
    }
    throw new IllegalArgumentException("no such order");
  }

  private static Map<String, Object> round(SpreadWire wire, int inFlight, Duration duration)
      throws InterruptedException {
    Round round = new ClosedLoop(wire, inFlight).run(duration).requireAnswers(false);
    Histogram latencies = round.tally().answered();
    return Map.of(
        "rewards",
        round.answeredItems(),
        "seconds",
        round.seconds(),
        "p50_ms",
        Round.percentileMillis(latencies, 50),
        "p99_ms",
        Round.percentileMillis(latencies, 99));
  }

  private void open(List<Integer> ports, String way, int episodes) {
    for (int port : ports) {
      int share = episodes / ports.size();
      if (way.equals("websocket")) {
        opened.add(OpenEnvWire.sessions(port, share));
      } else {
        reset(port, share);
      }
    }
  }

  /** What is open of these is a handle that whoever asked for it has. */
  private static void reset(int port, int episodes) {
    ManagedChannel channel = LoadedServer.channel(port);
    try {
      EnvironmentClient client = new EnvironmentClient(channel);
      List<Task> tasks = Payload.tasks();
      for (int i = 0; i < episodes; i++) {
        String task = tasks.get(i % tasks.size()).id();
        client.reset(ResetRequest.newBuilder().setTaskId(task).setProfile("strict").build());
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private void close() {
    opened.forEach(GradedWire::close);
    opened.clear();
  }

  private static SpreadWire spread(String at, String way, Profile profile, int inFlight) {
    List<Integer> ports = ports(at);
    int share = (inFlight + ports.size() - 1) / ports.size();
    return new SpreadWire(ports.stream().map(port -> wire(port, way, profile, share)).toList());
  }

  private static GradedWire wire(int port, String way, Profile profile, int inFlight) {
    return switch (way) {
      case "websocket" -> OpenEnvWire.sessions(port, inFlight);
      case "http" -> OpenEnvWire.http(port, inFlight);
      default ->
          new GrpcWire(
              port,
              Arrays.stream(Mode.values())
                  .filter(mode -> mode.label().equals(way))
                  .findFirst()
                  .orElseThrow(() -> new IllegalArgumentException("no such way: " + way)),
              profile);
    };
  }

  private static List<Integer> ports(String list) {
    return Stream.of(list.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static Profile profile(String label) {
    return Profile.named(label).orElseThrow();
  }
}

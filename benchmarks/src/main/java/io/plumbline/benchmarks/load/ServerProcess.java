package io.plumbline.benchmarks.load;

import io.plumbline.benchmarks.bundled.Bundled;
import io.plumbline.benchmarks.processes.ChildProcess;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.Task;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What runs in a {@link ChildProcess}: an environment server or an echo of one, both on loopback.
 * Orders are {@code serve}, {@code echo REPLIES}, {@code grade MILLISECONDS}, {@code heap} and
 * {@code heap-peak}.
 */
final class ServerProcess {
  /** So that no compiler may leave the grading out. */
  static Object last = "";

  private ServerProcess() {}

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // nothing else may pass for an answer
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      answers.println(obey(order.split(" ", 2)));
    }
    Runtime.getRuntime().halt(0);
  }

  private static String obey(String[] order) throws IOException {
    return switch (order[0]) {
      case "serve" -> Integer.toString(serve());
      case "echo" -> {
        byte[] replies = Base64.getDecoder().decode(order[1]);
        yield Integer.toString(EchoServer.start(StepBatchResponse.parseFrom(replies)).port());
      }
      case "grade" -> Double.toString(gradeNanos(Long.parseLong(order[1]) * 1_000_000));
      case "heap" -> Long.toString(heap());
      case "heap-peak" -> Long.toString(heapPeak());
      default -> throw new IllegalArgumentException(order[0]);
    };
  }

  private static int serve() throws IOException {
    ServerConfig config = Bundled.config(HandleKey.fresh(), "load");
    return EnvironmentServer.start(config, 0).port();
  }

  /** Nanoseconds of processor time that grading one output of the load takes, text in hand. */
  private static double gradeNanos(long span) {
    List<Task> tasks = Payload.tasks();
    List<Grader> graders = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      graders.add(Bundled.ENVIRONMENTS.get(0).grader(tasks.get(i), Profile.STRICT));
      outputs.add(Payload.output(i, tasks.get(i)));
    }
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long grades = 0;
    long taken = 0;
    while (taken < span) {
      for (int i = 0; i < graders.size(); i++) {
        last = graders.get(i).grade(outputs.get(i));
      }
      grades += graders.size();
      taken = threads.getCurrentThreadCpuTime() - start;
    }
    return (double) taken / grades;
  }

  /** Bytes of the heap that are in use after a collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What the heap held at most: its pools' peaks, which need not have come at one time. */
  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}

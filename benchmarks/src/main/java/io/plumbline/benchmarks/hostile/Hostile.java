package io.plumbline.benchmarks.hostile;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.CloseRequest;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GradeBatchRequest;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.server.EnvironmentServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Attacks a server in a process of its own, and looks at what is left of it. */
public final class Hostile {
  private static final String HEAP = "-Xmx256m";
  private static final double MIB = 1 << 20;

  /** What memory may differ by, and be flat: a collection leaves a little more or less. */
  private static final double FLAT_MIB = 24;

  private static final List<String> GAUGES =
      List.of(
          "plumbline_calls_open",
          "plumbline_rollouts_open",
          "plumbline_connections_open",
          "plumbline_message_bytes",
          "plumbline_grading_queue_depth");

  private final long count;
  private final long seed;
  private final PrintWriter out;
  private final Tally tally = new Tally();
  private long shown;

  /**
   * @param count how many broken or forged things to send, at least
   * @param seed of what is sent; in which order it comes is up to the machine
   */
  public Hostile(long count, long seed, PrintWriter out) {
    this.count = count;
    this.seed = seed;
    this.out = out;
  }

  /**
   * Attacks, prints what became of it, and ends.
   *
   * @return whether nothing was amiss
   */
  public boolean run() throws IOException, InterruptedException {
    try (Target target = new Target(HEAP)) {
      attack(target);
    }
    out.print(tally.table());
    tally.faults().forEach(fault -> out.println("FAULT " + fault));
    out.printf(
        Locale.ROOT, "=> seed %d: %,d sent, %d faults%n", seed, tally.sent(), tally.faultCount());
    out.flush();
    return tally.faultCount() == 0;
  }

  private void attack(Target target) throws IOException, InterruptedException {
    ManagedChannel good = target.connect();
    ManagedChannel bad = target.connect();
    try {
      EnvironmentClient client = new EnvironmentClient(good);
      KnownSteps known = KnownSteps.of(client);
      Attack attack = attack(target.port(), new RawCalls(bad), client, known);
      SplitMix64 random = new SplitMix64(seed);
      long warm = tally.sent() + Math.min(20_000, count / 5); // until then caches and pools fill
      attack(attack, random, warm);
      Target.Memory before = target.memory();
      int logged = target.log().size();
      Steady steady = new Steady(good, known, tally);
      Thread beside = new Thread(steady::run, "plumbline-steady");
      beside.start();
      attack(attack, random, count);
      steady.end();
      beside.join();
      out.println(steady.summary());
      afterwards(client, known);
      bad.shutdown().awaitTermination(10, TimeUnit.SECONDS);
      good.shutdown().awaitTermination(10, TimeUnit.SECONDS);
      nothingOpen(target);
      flat(before, target.memory());
      List<String> log = target.log();
      log.subList(logged, log.size()).stream()
          .limit(5)
          .forEach(line -> tally.fault("logged: " + line));
    } catch (IllegalStateException e) {
      tally.fault("the server process: " + e.getMessage());
    } finally {
      bad.shutdownNow();
      good.shutdownNow();
    }
  }

  private Attack attack(int port, RawCalls calls, EnvironmentClient client, KnownSteps known)
      throws IOException {
    StepRequest step = known.steps().get(0);
    String taskId =
        client
            .sampleTasks(
                SampleTasksRequest.newBuilder()
                    .setEnvironment("spreadsheet_clean")
                    .setSplit("train")
                    .setCount(1)
                    .build())
            .get(0)
            .getId();
    GradeRequest grade =
        GradeRequest.newBuilder()
            .setTaskId(taskId)
            .setProfile("strict")
            .setOutput(step.getAction())
            .build();
    List<Map.Entry<MethodDescriptor<?, ?>, byte[]>> messages =
        List.of(
            Map.entry(EnvironmentServiceGrpc.getStepMethod(), step.toByteArray()),
            Map.entry(
                EnvironmentServiceGrpc.getStepBatchMethod(),
                StepBatchRequest.newBuilder().addAllSteps(known.steps()).build().toByteArray()),
            Map.entry(
                EnvironmentServiceGrpc.getRolloutMethod(),
                RolloutRequest.newBuilder().setId(1).setStep(step).build().toByteArray()),
            Map.entry(
                EnvironmentServiceGrpc.getResetMethod(),
                ResetRequest.newBuilder()
                    .setTaskId(taskId)
                    .setProfile("strict")
                    .build()
                    .toByteArray()),
            Map.entry(EnvironmentServiceGrpc.getGradeMethod(), grade.toByteArray()),
            Map.entry(
                EnvironmentServiceGrpc.getGradeBatchMethod(),
                GradeBatchRequest.newBuilder().addOutputs(grade).build().toByteArray()),
            Map.entry(
                EnvironmentServiceGrpc.getGetTaskMethod(),
                GetTaskRequest.newBuilder().setTaskId(taskId).build().toByteArray()),
            Map.entry(
                EnvironmentServiceGrpc.getCloseMethod(),
                CloseRequest.newBuilder().addHandles(step.getHandle()).build().toByteArray()));
    Forgery forgery =
        new Forgery(known.steps(), foreignHandle(taskId), known.replies().get(0).getHandle());
    return new Attack(port, calls, tally, messages, forgery, new OddRequests(taskId));
  }

  private static ByteString foreignHandle(String taskId) throws IOException {
    String name = "hostile-foreign";
    EnvironmentServer server = EnvironmentServer.startInProcess(TargetProcess.config(), name);
    try (EnvironmentClient client = EnvironmentClient.inProcess(name)) {
      ResetRequest reset = ResetRequest.newBuilder().setTaskId(taskId).setProfile("strict").build();
      return client.reset(reset).getEpisodes(0).getHandle();
    } finally {
      server.close();
    }
  }

  /** One thread for frames, which waits for answers, and one for calls, which does not. */
  private void attack(Attack attack, SplitMix64 random, long until)
      throws IOException, InterruptedException {
    SplitMix64 ofFrames = new SplitMix64(random.nextLong());
    SplitMix64 ofCalls = new SplitMix64(random.nextLong());
    Callable<Boolean> frames =
        () -> {
          while (tally.sent() < until) {
            attack.frames(ofFrames);
          }
          return true;
        };
    Callable<Boolean> calls =
        () -> {
          while (tally.sent() < until) {
            attack.messages(ofCalls);
            attack.requests(ofCalls);
            progress();
          }
          attack.await();
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Boolean> part : threads.invokeAll(List.of(frames, calls))) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the attack broke: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void progress() {
    long sent = tally.sent();
    if (sent - shown >= 100_000) {
      shown = sent;
      out.printf(Locale.ROOT, "  %,d sent, %d faults%n", sent, tally.faultCount());
      out.flush();
    }
  }

  private void afterwards(EnvironmentClient client, KnownSteps known) {
    for (int i = 0; i < known.size(); i++) {
      if (!client
          .step(known.steps().get(i))
          .toByteString()
          .equals(known.replies().get(i).toByteString())) {
        tally.fault("afterwards a step has another reply than before");
      }
    }
  }

  private void nothingOpen(Target target) throws IOException, InterruptedException {
    for (String gauge : GAUGES) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      long value = target.gauge(gauge);
      while (value != 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(100);
        value = target.gauge(gauge);
      }
      if (value != 0) {
        tally.fault("afterwards " + gauge + " is " + value);
      }
    }
  }

  private void flat(Target.Memory before, Target.Memory after) {
    String memory =
        String.format(
            Locale.ROOT,
            "heap after GC %.1f MiB, was %.1f; buffers %.1f MiB, were %.1f",
            after.heap() / MIB,
            before.heap() / MIB,
            after.direct() / MIB,
            before.direct() / MIB);
    out.println(memory);
    if (Math.max(after.heap() - before.heap(), after.direct() - before.direct()) / MIB > FLAT_MIB) {
      tally.fault("memory is not flat: " + memory);
    }
  }
}

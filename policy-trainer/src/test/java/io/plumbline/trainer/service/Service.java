package io.plumbline.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.inprocess.InProcessSocketAddress;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.policy.v1.PolicyServiceGrpc;
import io.plumbline.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import io.plumbline.policy.v1.PolicyServiceGrpc.PolicyServiceStub;
import io.plumbline.policy.v1.Run;
import io.plumbline.policy.v1.StartRunRequest;
import io.plumbline.policy.v1.StopRunRequest;
import io.plumbline.policy.v1.WatchRunRequest;
import io.plumbline.policy.v1.WatchRunResponse;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.TinyPolicy;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.environments.RetryPolicy;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.runs.RunSetup;
import io.plumbline.trainer.runs.ScoredTables;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * The service behind a real stub, in process, on a folder with a model {@code tiny} that soon ends
 * its answers and one, {@code rambling}, that hardly ever does. It can be restarted.
 */
final class Service implements AutoCloseable {
  static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  static final RunSetup.Build BUILD = new RunSetup.Build("test", Optional.empty());

  final Path runs;
  final Environments environments;
  final References references = References.of(CATALOGUE::find);
  private final EnvironmentServer environmentServer;
  private PolicyService service;
  private Server server;
  private ManagedChannel channel;

  Service(Path runs) throws IOException, InterruptedException {
    this.runs = runs;
    String name = UUID.randomUUID().toString();
    environmentServer =
        EnvironmentServer.startInProcess(
            new ServerConfig(
                List.of(new ScoredTables(Service::pay)),
                CATALOGUE,
                List.of(HandleKey.fresh()),
                ServerConfig.DEFAULT_TTL,
                "test"),
            name);
    environments =
        Environments.open(EnvironmentClient.inProcess(name), RetryPolicy.DEFAULT, line -> {});
    model("tiny", 2);
    model("rambling", 0);
    service = PolicyService.open(runs, 1, BUILD, environments, references);
    server = serve(service);
    channel = channel(server);
  }

  /** Pays each output by itself, as if at random. */
  private static double pay(Task task, Profile profile, String output) {
    return Math.floorMod(output.hashCode(), 11) / 10.0;
  }

  private void model(String name, double urge) throws IOException {
    Path folder = runs.resolve(name);
    try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
      TinyPolicy.ending(tokenizer, 11, urge).write(folder);
      Files.write(folder.resolve("tokenizer.json"), tokenizer.json());
    }
  }

  private static Server serve(PolicyService service) throws IOException {
    String name = UUID.randomUUID().toString();
    return InProcessServerBuilder.forName(name)
        .directExecutor()
        .addService(service)
        .build()
        .start();
  }

  private static ManagedChannel channel(Server server) {
    String name = ((InProcessSocketAddress) server.getListenSockets().get(0)).getName();
    return InProcessChannelBuilder.forName(name).build();
  }

  /** As if the process had ended and another had begun. */
  void restart() throws IOException {
    end();
    service = PolicyService.open(runs, 1, BUILD, environments, references);
    server = serve(service);
    channel = channel(server);
  }

  /** Has the service begin to end, while it still can be called. */
  void stop() {
    service.stop();
  }

  PolicyServiceBlockingStub stub() {
    return PolicyServiceGrpc.newBlockingStub(channel).withDeadlineAfter(1, TimeUnit.MINUTES);
  }

  PolicyServiceStub asynchronous() {
    return PolicyServiceGrpc.newStub(channel);
  }

  /** Settings of a run of {@code tiny} with so many updates, each within milliseconds. */
  static Map<String, String> settings(int updates, String... more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "updates", Integer.toString(updates),
                "prompts", "2",
                "group_size", "4",
                "max_tokens", "16",
                "evaluate_every", "0",
                "evaluation_tasks", "2",
                "evaluation_max_tokens", "16",
                "lora_rank", "2",
                "learning_rate", "0.01"));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  static StartRunRequest.Builder run(String name, int updates, String... more) {
    return StartRunRequest.newBuilder()
        .setName(name)
        .setPolicy("tiny")
        .putAllSettings(settings(updates, more));
  }

  Run start(StartRunRequest.Builder request) {
    return stub().startRun(request.build()).getRun();
  }

  Run stop(String name) {
    return stub().stopRun(StopRunRequest.newBuilder().setName(name).build()).getRun();
  }

  Iterator<WatchRunResponse> watch(String name, int after) {
    return stub()
        .watchRun(WatchRunRequest.newBuilder().setName(name).setAfterUpdate(after).build());
  }

  /** All news of a run, to its end. */
  List<WatchRunResponse> news(String name, int after) {
    List<WatchRunResponse> news = new ArrayList<>();
    watch(name, after).forEachRemaining(news::add);
    return news;
  }

  /** Waits for a run's end. */
  Run await(String name) {
    List<WatchRunResponse> news = news(name, Integer.MAX_VALUE);
    return news.get(news.size() - 1).getRun();
  }

  /** Waits until a run has taken an update. */
  void awaitUpdate(String name, int update) {
    Iterator<WatchRunResponse> news = watch(name, update - 1);
    while (!news.next().hasUpdate()) {
      // states and progress
    }
  }

  byte[] bytes(String file) {
    try {
      return Files.readAllBytes(runs.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void refused(ThrowingCallable call, Status.Code code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode() + " " + e.getStatus().getDescription())
                  .isEqualTo(code + " " + message);
              assertThat(
                      Objects.requireNonNull(
                              Objects.requireNonNull(e.getTrailers()).get(ErrorTrailer.KEY))
                          .getMessage())
                  .isEqualTo(message);
            });
  }

  private void end() {
    service.close();
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Override
  public void close() {
    end();
    environments.close();
    environmentServer.close();
  }
}

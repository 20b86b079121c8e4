package io.plumbline.trainer.environments;

import static io.plumbline.trainer.environments.Servers.TERMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.environments.Servers.Rigged;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that go away, for a while or for good, as a run meets them. */
class OutagesTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(60));

  private final List<String> lines = new ArrayList<>();
  private final List<EnvironmentServer> started = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(EnvironmentServer::close);
  }

  private int serve(ServerConfig config, int port) throws IOException {
    EnvironmentServer server = EnvironmentServer.start(config, port);
    started.add(server);
    return server.port();
  }

  private void serve(ServerConfig config, String name) throws IOException {
    started.add(EnvironmentServer.startInProcess(config, name));
  }

  private void kill() {
    EnvironmentServer server = started.get(started.size() - 1);
    server.close();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Start {
    void serve() throws IOException;
  }

  /** Takes down the lines; with the second of them the server is there again. */
  private final class Restart implements Consumer<String> {
    private final Start start;

    Restart(Start start) {
      this.start = start;
    }

    @Override
    public void accept(String line) {
      lines.add(line);
      if (lines.size() == 2) {
        try {
          start.serve();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private EpisodeGroup group(Environments environments) throws InterruptedException {
    return environments.reset(List.of("spreadsheet_clean/stress_heldout/5"), 4, TERMS).get(0);
  }

  /** Different rewards, and enough text that the server does not grade on its event loop. */
  private static List<Attempt> attempts(EpisodeGroup group) {
    String gold = Servers.gold(group.task().getId());
    return List.of(
        new Attempt(group, 0, gold, 10, false),
        new Attempt(group, 1, gold.substring(0, gold.length() / 2), 10, false),
        new Attempt(group, 2, gold + "x".repeat(100_000), 1000, true),
        new Attempt(group, 3, "", 0, false));
  }

  private List<Outcome> undisturbed() throws Exception {
    String name = Servers.freeName();
    EnvironmentServer calm = EnvironmentServer.startInProcess(Servers.config(9), name);
    try (Environments environments =
        Environments.open(EnvironmentClient.inProcess(name), QUICK, lines::add)) {
      List<Outcome> outcomes = environments.step(attempts(group(environments)));
      assertThat(outcomes).extracting(Outcome::reward).doesNotHaveDuplicates();
      return outcomes;
    } finally {
      calm.close();
    }
  }

  /** A server that dies while it grades the second of four texts. */
  private ServerConfig dyingAtTheSecondText() {
    List<Integer> graded = new ArrayList<>();
    return Servers.config(
        1,
        Servers.CATALOGUE,
        Rigged.before(
            () -> {
              graded.add(1);
              if (graded.size() == 2) {
                kill();
              }
            }));
  }

  @Test
  void aServerThatDiesWhileItGradesAndComesBackCostsNoAttempt() throws Exception {
    int port = serve(dyingAtTheSecondText(), 0);
    Restart restart = new Restart(() -> serve(Servers.config(1), port));
    try (Environments environments =
        Environments.open(EnvironmentClient.connect("127.0.0.1:" + port), QUICK, restart)) {
      List<Outcome> outcomes = environments.step(attempts(group(environments)));

      assertThat(started).hasSize(2);
      assertThat(lines)
          .startsWith(
              "plumbline: server at 127.0.0.1:"
                  + port
                  + " unavailable for 0 s, waiting (giving up after 60 s)")
          .last()
          .asString()
          .startsWith("plumbline: server at 127.0.0.1:" + port + " answers again after ");
      assertThat(outcomes).isEqualTo(undisturbed());
    }
  }

  @Test
  void aServerThatComesBackWithAnotherKeyIsAskedForNewHandles() throws Exception {
    int port = serve(dyingAtTheSecondText(), 0);
    Restart restart = new Restart(() -> serve(Servers.config(2), port));
    try (Environments environments =
        Environments.open(EnvironmentClient.connect("127.0.0.1:" + port), QUICK, restart)) {
      EpisodeGroup group = group(environments);
      List<Outcome> outcomes = environments.step(attempts(group));

      assertThat(lines)
          .last()
          .isEqualTo(
              "plumbline: server at 127.0.0.1:"
                  + port
                  + " refuses the handles of spreadsheet_clean/stress_heldout/5, which is reset anew"
                  + " (UNAUTHENTICATED: handle: signed with a key that is not this server's"
                  + " (expected: a handle from this server's Reset))");
      assertThat(outcomes).isEqualTo(undisturbed());
      int said = lines.size();
      assertThat(environments.step(attempts(group))).isEqualTo(outcomes);
      assertThat(lines).hasSize(said); // the group has kept its new handles
    }
  }

  @Test
  void aServerInProcessThatComesBackIsFoundAgain() throws Exception {
    String name = Servers.freeName();
    serve(Servers.config(1), name);
    Restart restart = new Restart(() -> serve(Servers.config(1), name));
    try (Environments environments =
        Environments.open(EnvironmentClient.inProcess(name), QUICK, restart)) {
      EpisodeGroup group = group(environments);
      kill();
      assertThat(environments.step(attempts(group))).isEqualTo(undisturbed());
      assertThat(lines.get(0))
          .startsWith("plumbline: server at in-process:" + name + " unavailable for 0 s");
    }
  }

  @Test
  void aServerThatStartsLateIsWaitedFor() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Restart late = new Restart(() -> serve(Servers.config(1), port));
    try (Environments environments =
        Environments.open(EnvironmentClient.connect("127.0.0.1:" + port), QUICK, late)) {
      assertThat(environments.listing().getServerVersion()).isEqualTo("test");
    }
  }

  @Test
  void anotherGraderVersionGradesWhatWasResetUnderTheFirst() throws Exception {
    String name = Servers.freeName();
    serve(broken("rigged/1"), name);
    try (Environments environments =
        Environments.open(EnvironmentClient.inProcess(name), QUICK, lines::add)) {
      EpisodeGroup group = group(environments);
      kill();
      serve(broken("rigged/2"), name);

      assertThat(environments.step(attempts(group)))
          .extracting(outcome -> outcome.ungraded().orElseThrow())
          .containsOnly("FAILED: only");
      assertThat(lines)
          .last()
          .asString()
          .contains("FAILED_PRECONDITION: handle: for grader rigged/1 (expected: grader rigged/2)");
    }
  }

  private static ServerConfig broken(String version) {
    return Servers.config(1, Servers.CATALOGUE, Rigged.broken(version));
  }

  @Test
  void aTaskWithOtherContentThanBeforeIsAnError() throws Exception {
    String name = Servers.freeName();
    serve(Servers.config(1), name);
    try (Environments environments =
        Environments.open(EnvironmentClient.inProcess(name), QUICK, lines::add)) {
      EpisodeGroup group = group(environments);
      String before = group.task().getContentHash();
      kill();
      TaskCatalogue salted = TaskCatalogue.bundled("another salt");
      ServerConfig config = Servers.config(1, salted, Rigged.before(() -> {}));
      serve(config, name);

      assertThatThrownBy(() -> environments.step(attempts(group)))
          .isInstanceOf(EnvironmentChangedException.class)
          .hasMessageMatching(
              "task spreadsheet_clean/stress_heldout/5: content_hash [0-9a-f]{64} since the server"
                  + " came back \\(expected: "
                  + before
                  + ", as before\\)");
    }
  }

  @Test
  void aServerThatNeverComesBackIsGivenUp() throws Exception {
    String address = "127.0.0.1:" + serve(Servers.config(1), 0);
    RetryPolicy brief =
        new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(1));
    try (Environments environments =
        Environments.open(EnvironmentClient.connect(address), brief, lines::add)) {
      EpisodeGroup group = group(environments);
      kill();

      assertThatThrownBy(() -> environments.step(attempts(group)))
          .isInstanceOf(EnvironmentUnavailableException.class)
          .hasMessageStartingWith(
              "environment server at "
                  + address
                  + ": no answer for 1 s, given up (last: UNAVAILABLE: io exception: ")
          .hasMessageContaining("Connection refused");
      assertThat(lines).hasSizeGreaterThan(1);
    }
  }

  @Test
  void aWaitCanBeInterrupted() throws Exception {
    int port = serve(Servers.config(1), 0);
    EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + port);
    try (Environments environments =
        Environments.open(
            client, RetryPolicy.DEFAULT, line -> Thread.currentThread().interrupt())) {
      EpisodeGroup group = group(environments);
      kill();
      assertThatThrownBy(() -> environments.step(attempts(group)))
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aCallThatRunsCanBeInterrupted() throws Exception {
    Thread caller = Thread.currentThread();
    CountDownLatch cancelled = new CountDownLatch(1);
    Rigged interrupting =
        Rigged.before(
            () -> {
              Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
              caller.interrupt();
              try {
                cancelled.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    int port = serve(Servers.config(1, Servers.CATALOGUE, interrupting), 0);
    EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + port);
    try (Environments environments = Environments.open(client, RetryPolicy.DEFAULT, lines::add)) {
      EpisodeGroup group = group(environments);
      assertThatThrownBy(() -> environments.step(attempts(group)))
          .isInstanceOf(InterruptedException.class);
      assertThat(lines).isEmpty();
    }
  }
}

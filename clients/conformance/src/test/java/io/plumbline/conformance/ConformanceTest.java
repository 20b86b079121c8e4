package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.server.EnvironmentServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our server, through our client. */
class ConformanceTest {
  private static EnvironmentServer server;
  private static Map<Caller, EnvironmentClient> callers;

  @BeforeAll
  static void start() throws IOException {
    server = TestServers.guarded();
    callers = TestServers.callers(server);
  }

  @AfterAll
  static void stop() {
    callers.values().forEach(EnvironmentClient::close);
    server.close();
  }

  static List<Case> cases() {
    return Suite.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ourServerKeepsTheContract(Case test) {
    assertThat(new Conformance(callers).run(test)).isEqualTo(new Outcome.Passed());
  }

  @Test
  void withoutTokensOnlyWhatIsAboutThemIsSkipped() throws IOException {
    try (EnvironmentServer open = EnvironmentServer.start(TestServers.config(), 0);
        EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + open.port())) {
      Conformance conformance = new Conformance(Map.of(Caller.TRAINER, client));
      for (Case each : Suite.cases()) {
        Outcome outcome = conformance.run(each);
        if (each.name().startsWith("access: ")) {
          assertThat(outcome).isInstanceOf(Outcome.Skipped.class);
        } else {
          assertThat(outcome).as(each.name()).isEqualTo(new Outcome.Passed());
        }
      }
    }
  }

  @Test
  void everyFileIsRunAndEveryCaseHasANameOfItsOwn() throws IOException {
    Path folder = Path.of(System.getProperty("plumbline.root"), "clients/conformance/cases");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Suite.FILES);
    }
    assertThat(Suite.cases().stream().map(Case::name)).doesNotHaveDuplicates().hasSize(60);
  }

  @Test
  void noCaseReadsAHeldOutTask() {
    for (Case each : Suite.cases()) {
      each.calls().stream()
          .filter(call -> call.request().toString().contains("heldout"))
          .forEach(
              call ->
                  assertThat(call.expected().toString())
                      .as(each.name())
                      .contains("PERMISSION_DENIED"));
    }
  }
}

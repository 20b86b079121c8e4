package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.Access;
import io.plumbline.server.Credential;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.Exposure;
import io.plumbline.server.HandleKey;
import io.plumbline.server.Quota;
import io.plumbline.server.Role;
import io.plumbline.server.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceCommandTest {
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int check(String target, String... more) {
    List<String> arguments = new ArrayList<>(List.of("conformance", "--target", target));
    arguments.addAll(List.of(more));
    return Main.run(
        new PrintWriter(out), new PrintWriter(err), Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void aServerThatKeepsTheContractPassesEveryCase(@TempDir Path folder) throws Exception {
    Access access =
        Access.of(
            List.of(
                Credential.ofToken("one", Role.TRAINER, "trainers", Quota.UNLIMITED),
                Credential.ofToken("two", Role.AGENT, "agents", Quota.UNLIMITED)));
    ServerConfig config =
        Assembly.config(CATALOGUE, List.of(HandleKey.fresh()), ServerConfig.DEFAULT_TTL);
    Exposure exposure =
        new Exposure(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            access,
            Optional.empty(),
            OptionalInt.empty());
    try (EnvironmentServer server = EnvironmentServer.start(config, exposure)) {
      String target = "127.0.0.1:" + server.port();
      String trainer = Files.writeString(folder.resolve("trainer"), "trainers\n").toString();
      String agent = Files.writeString(folder.resolve("agent"), "agents\n").toString();

      assertThat(check(target)).isEqualTo(ExitCodes.USAGE);
      assertThat(err.toString()).contains("UNAUTHENTICATED: authorization: ");

      int code = check(target, "--token-file", trainer, "--agent-token-file", agent);
      assertThat(out.toString())
          .contains("pass  access: an agent sees no evidence")
          .contains("pass  tasks: citation_ground, train")
          .contains("conformance: 60 passed, 0 failed, 0 skipped");
      assertThat(code).isZero();
    }
  }

  @Test
  void whatAServerLacksIsNamedCaseByCase() throws Exception {
    ServerConfig half =
        new ServerConfig(
            List.of(new SpreadsheetClean()),
            CATALOGUE,
            List.of(HandleKey.fresh()),
            ServerConfig.DEFAULT_TTL,
            "test");
    try (EnvironmentServer server = EnvironmentServer.start(half, 0)) {
      assertThat(check("127.0.0.1:" + server.port())).isEqualTo(ExitCodes.NO);
    }
    assertThat(out.toString())
        .contains("pass  tasks: spreadsheet_clean, train")
        .contains("FAIL  tasks: doc_revision, train; call 1 SampleTasks: error: NOT_FOUND: ")
        .contains("skip  access: an agent sees no evidence; needs a server with tokens")
        .containsPattern("conformance: \\d+ passed, \\d+ failed, 6 skipped");
  }

  @Test
  void whatIsNoServerIsNoAnswer() {
    assertThat(check("localhost")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .isEqualTo(
            "plumbline: target: \"localhost\" (expected: host:port, such as 127.0.0.1:50051)"
                + System.lineSeparator());
    assertThat(check("127.0.0.1:1")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("UNAVAILABLE");
    assertThat(check("127.0.0.1:1", "--token-file", "gone")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("token-file: ");
    assertThat(out.toString()).isEmpty();
  }
}

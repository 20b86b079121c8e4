package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.server.journal.JournalConfig;
import io.plumbline.server.journal.JournalMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EpisodesCommandTest {
  private static final HandleKey KEY = HandleKey.fresh();
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");

  @TempDir Path scratch;

  private record Ended(int code, String out, String err) {}

  private Ended episodes(String... options) {
    List<String> args = new ArrayList<>(List.of("episodes", journal().toString()));
    args.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), args.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  private Path journal() {
    return scratch.resolve("journal");
  }

  /** A server that records, and a client of it. */
  private final class Recorded implements AutoCloseable {
    private final EnvironmentServer server;
    private final EnvironmentClient client;

    Recorded() throws IOException {
      ServerConfig config =
          Assembly.config(CATALOGUE, List.of(KEY), ServerConfig.DEFAULT_TTL)
              .withJournal(JournalConfig.of(journal(), JournalMode.SYNC));
      String name = scratch.toString();
      server = EnvironmentServer.startInProcess(config, name);
      client = EnvironmentClient.inProcess(name);
    }

    ResetResponse reset(String environment) {
      return client.reset(
          ResetRequest.newBuilder()
              .setEnvironment(environment)
              .setSplit("train")
              .setSeed(3)
              .setProfile("strict")
              .setGroupSize(2)
              .build());
    }

    StepResponse step(ResetResponse group, int attempt, String output) {
      return client.step(
          StepRequest.newBuilder()
              .setHandle(group.getEpisodes(attempt).getHandle())
              .setAction(ByteString.copyFromUtf8(output))
              .setFinishReason(FinishReason.FINISH_REASON_STOP)
              .build());
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  /** Gold and rubbish on one table, something on one brief; the gold twice, over restarts. */
  private StepResponse recordThreeSteps() throws IOException {
    ResetResponse table;
    StepResponse gold;
    String output;
    try (Recorded recorded = new Recorded()) {
      table = recorded.reset("spreadsheet_clean");
      output = CATALOGUE.find(table.getTask().getId()).orElseThrow().reference().gold();
      gold = recorded.step(table, 0, output);
    }
    try (Recorded recorded = new Recorded()) {
      recorded.step(table, 1, "no \"table\"\n");
      recorded.step(recorded.reset("citation_ground"), 0, "Ein Satz: ü [Source A].");
    }
    try (Recorded recorded = new Recorded()) {
      recorded.step(table, 0, output); // which this process has not seen
    }
    return gold;
  }

  @Test
  void withoutAQueryItSumsUp() throws Exception {
    recordThreeSteps();

    Ended ended = episodes();

    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines().map(line -> line.replaceAll(" +", " ")))
        .hasSize(3)
        .anyMatch(line -> line.startsWith("environment split profile steps groups reward "))
        .anyMatch(line -> line.startsWith("citation_ground train strict 1 1 "))
        .anyMatch(line -> line.startsWith("spreadsheet_clean train strict 2 1 0.5 0.0 20"));
    assertThat(ended.err())
        .isEqualTo(
            "plumbline: 4 records of 3 steps; 4 were graded, 0 dropped or refused, 0 died with"
                + " their process\n");
  }

  @Test
  void eachStepIsThereOnceWithWhatItGot() throws Exception {
    StepResponse gold = recordThreeSteps();

    Ended ended = episodes("--json", "--sql", "SELECT * FROM steps ORDER BY sequence");

    List<JsonNode> rows = ended.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(rows).hasSize(3);
    JsonNode first = rows.get(0);
    assertThat(first.path("reward").asDouble()).isEqualTo(gold.getReward());
    assertThat(first.path("dimensions").path("data_preservation").asDouble()).isEqualTo(1);
    assertThat(first.path("statuses").path("data_preservation").asString()).isEqualTo("ASSESSED");
    assertThat(first.path("grader_version").asString())
        .isEqualTo(gold.getGrade().getGraderVersion());
    assertThat(first.path("attempt").asInt()).isZero();
    assertThat(first.path("token_budget").isNull()).isTrue();
    assertThat(first.path("finish_reason").asString()).isEqualTo("STOP");
    assertThat(first.path("step_id").asString()).hasSize(32);
    assertThat(first.path("terminated").asBoolean()).isTrue();
    assertThat(rows.get(1).path("output").asString()).isEqualTo("no \"table\"\n");
    assertThat(rows.get(1).path("group_id")).isEqualTo(first.path("group_id"));
    assertThat(rows.get(1).path("flags").path(0).asString()).isEqualTo("no_table");
    assertThat(rows.get(2).path("output").asString()).isEqualTo("Ein Satz: ü [Source A].");
  }

  @Test
  void bothExportsHoldTheSame() throws Exception {
    recordThreeSteps();
    Path lines = scratch.resolve("it's.jsonl");
    Path parquet = scratch.resolve("it's.parquet");

    assertThat(episodes("--export", lines.toString()).code()).isZero();
    assertThat(episodes("--export", parquet.toString()).code()).isZero();

    String all = episodes("--json", "--sql", "SELECT * FROM steps ORDER BY sequence").out();
    assertThat(Files.readString(lines)).isEqualTo(all);
    String quoted = parquet.toString().replace("'", "''");
    assertThat(episodes("--json", "--sql", "FROM '" + quoted + "' ORDER BY sequence").out())
        .isEqualTo(all);
  }

  @Test
  void aQueryIsExportedToo() throws Exception {
    recordThreeSteps();
    Path lines = scratch.resolve("counts.jsonl");

    episodes("--sql", "SELECT count(*) AS n FROM episodes;", "--export", lines.toString());

    assertThat(Files.readString(lines)).isEqualTo("{\"n\":3}\n");
  }

  @Test
  void aJournalIsReadWhileItsServerWrites() throws Exception {
    try (Recorded recorded = new Recorded()) {
      ResetResponse table = recorded.reset("spreadsheet_clean");
      for (int i = 1; i <= 3; i++) {
        recorded.step(table, 0, "output " + i);

        assertThat(episodes("--json", "--sql", "SELECT count(*) AS n FROM steps").out())
            .isEqualTo("{\"n\":" + i + "}\n");
      }
    }
  }

  @Test
  void aQueryThatIsWrongOrWouldChangeSomethingIsRefused() throws Exception {
    recordThreeSteps();

    Ended wrong = episodes("--sql", "SELECT nothing FROM steps");
    assertThat(wrong.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(wrong.err())
        .startsWith("plumbline: sql: Binder Error: ")
        .contains("\"nothing\"")
        .endsWith("(expected: a query in DuckDB's SQL)\n");
    Ended change = episodes("--sql", "DROP VIEW steps");
    assertThat(change.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(change.err()).contains("read-only");
  }

  @Test
  void whatIsDamagedIsNamedAndTheRestRead() throws Exception {
    recordThreeSteps();
    Path segment;
    try (var files = Files.list(journal())) {
      segment = files.filter(file -> file.toString().endsWith("01.steps")).findAny().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[60] ^= 1;
    Files.write(segment, bytes);

    Ended ended = episodes("--json", "--sql", "SELECT count(*) AS n FROM steps");

    assertThat(ended.code()).isEqualTo(ExitCodes.NO);
    assertThat(ended.out()).isEqualTo("{\"n\":3}\n"); // the gold was recorded twice
    assertThat(ended.err()).contains(segment + ": bytes 24 to ").endsWith(" are damaged\n");
  }

  @Test
  void anEmptyJournalHasNoSteps() throws Exception {
    new Recorded().close();

    assertThat(episodes().err()).startsWith("plumbline: 0 records of 0 steps; ");
  }
}

package io.plumbline.trainer.service;

import static io.plumbline.trainer.service.Service.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.grpc.Status;
import io.plumbline.policy.v1.ListRunsRequest;
import io.plumbline.policy.v1.ResumeRunRequest;
import io.plumbline.policy.v1.Run;
import io.plumbline.policy.v1.RunState;
import io.plumbline.policy.v1.StartRunRequest;
import io.plumbline.policy.v1.Update;
import io.plumbline.policy.v1.WatchRunResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are begun, watched, stopped and gone on with, whatever becomes of the service. */
@Tag("once")
class RunsTest {
  private static final String ADAPTER = "/adapter/adapter_model.safetensors";

  @TempDir Path runs;
  private Service service;

  @BeforeEach
  void open() throws Exception {
    service = new Service(runs);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private Run resume(String name) {
    return service.stub().resumeRun(ResumeRunRequest.newBuilder().setName(name).build()).getRun();
  }

  private List<Run> list() {
    return service.stub().listRuns(ListRunsRequest.getDefaultInstance()).getRunsList();
  }

  private static List<Integer> updates(List<WatchRunResponse> news) {
    return news.stream()
        .filter(WatchRunResponse::hasUpdate)
        .map(each -> each.getUpdate().getUpdate())
        .toList();
  }

  private static List<RunState> states(List<WatchRunResponse> news) {
    return news.stream()
        .filter(WatchRunResponse::hasRun)
        .map(each -> each.getRun().getState())
        .toList();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aRunThatStoppedGoesOnInAnotherProcessToTheSameBytes() throws Exception {
    int updates = 24;
    service.start(run("undisturbed", updates));
    assertThat(service.await("undisturbed").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);

    assertThat(service.start(run("run", updates)).getTotalUpdates()).isEqualTo(updates);
    service.awaitUpdate("run", 2);
    Run stopped = service.stop("run");
    assertThat(stopped.getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
    assertThat(stopped.getUpdates()).isBetween(2, updates - 1);
    List<WatchRunResponse> before = service.news("run", 0);
    assertThat(states(before)).containsExactly(RunState.RUN_STATE_STOPPED);

    service.restart();
    assertThat(list()).extracting(Run::getName).containsExactly("run", "undisturbed");
    assertThat(list().get(0)).isEqualTo(stopped);
    assertThat(resume("run").getState())
        .isIn(RunState.RUN_STATE_QUEUED, RunState.RUN_STATE_RUNNING);
    List<WatchRunResponse> after = service.news("run", stopped.getUpdates());
    assertThat(states(after)).endsWith(RunState.RUN_STATE_RUNNING, RunState.RUN_STATE_FINISHED);

    List<Integer> seen = new ArrayList<>(updates(before));
    seen.addAll(updates(after));
    assertThat(seen).containsExactlyElementsOf(IntStream.rangeClosed(1, updates).boxed().toList());
    assertThat(service.bytes("run" + ADAPTER)).isEqualTo(service.bytes("undisturbed" + ADAPTER));
    assertThat(files(runs.resolve("run")))
        .containsExactly(
            ".lock",
            "adapter/adapter_config.json",
            "adapter/adapter_model.safetensors",
            "after.json",
            "before.json",
            "config.properties",
            "events.out.tfevents.plumbline",
            "manifest.json",
            "metrics.jsonl",
            "policy.json",
            "report.html",
            "samples.jsonl",
            "state.safetensors");
    assertThat(resume("run").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
    assertThat(service.stop("run").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  @Test
  void aWatchHasEveryFigureOfEveryLine() throws Exception {
    service.start(run("run", 3));
    List<WatchRunResponse> live = service.news("run", 0);
    assertThat(states(live)).endsWith(RunState.RUN_STATE_FINISHED);
    assertThat(live.get(live.size() - 1).getRun().getUpdates()).isEqualTo(3);
    assertThat(live).anyMatch(each -> each.getProgress().startsWith("evaluating the trained"));
    List<Update> all =
        live.stream().filter(WatchRunResponse::hasUpdate).map(WatchRunResponse::getUpdate).toList();
    List<WatchRunResponse> again = service.news("run", 1);
    assertThat(again.stream().filter(WatchRunResponse::hasUpdate).map(WatchRunResponse::getUpdate))
        .containsExactlyElementsOf(all.subList(1, 3));
    assertThat(all.get(0).getFiguresMap())
        .containsKeys(
            "reward",
            "seconds",
            "grad_norm",
            "audit.composite",
            "strict.data_preservation",
            "stop_hazard.0",
            "tokens_per_second.sampled")
        .doesNotContainKeys("update", "alarms");
    String line = Files.readAllLines(runs.resolve("run/metrics.jsonl")).get(0);
    assertThat(line).contains("\"reward\":" + all.get(0).getFiguresOrThrow("reward"));
  }

  @Test
  void oneRunComputesAndOthersWaitUntilTheQueueIsFull() {
    service.start(run("first", 100_000));
    service.awaitUpdate("first", 1);
    for (int i = 0; i < Pool.WAITING; i++) {
      assertThat(service.start(run("waits" + i, 1)).getState())
          .isEqualTo(RunState.RUN_STATE_QUEUED);
    }
    String full = "runs: 16 wait (expected: fewer; try again later)";
    Service.refused(() -> service.start(run("more", 1)), Status.Code.RESOURCE_EXHAUSTED, full);
    assertThat(runs.resolve("more")).doesNotExist();
    Run left = service.stop("waits0");
    assertThat(left.getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
    assertThat(service.start(run("more", 1)).getState()).isEqualTo(RunState.RUN_STATE_QUEUED);
    Service.refused(() -> resume("waits0"), Status.Code.RESOURCE_EXHAUSTED, full);
    assertThat(resume("waits1").getState()).isEqualTo(RunState.RUN_STATE_QUEUED);
    assertThat(list()).filteredOn(each -> each.getState() == RunState.RUN_STATE_RUNNING).hasSize(1);

    for (int i = 2; i < Pool.WAITING; i++) {
      service.stop("waits" + i);
    }
    assertThat(service.stop("first").getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
    assertThat(service.await("waits1").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
    assertThat(service.await("more").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
    assertThat(runs.resolve("waits2/metrics.jsonl")).doesNotExist();
  }

  @Test
  void theSameRunAgainIsTheSameRun() throws Exception {
    Run run = service.start(run("run", 2));
    assertThat(run.getPolicy()).isEqualTo("tiny");
    assertThat(run.getSettingsMap())
        .containsEntry("updates", "2")
        .containsEntry("threads", "1")
        .containsEntry("advantage", "batch_scaled");
    Run finished = service.await("run");
    assertThat(service.start(run("run", 2, "threads", "0"))).isEqualTo(finished);
    service.restart();
    assertThat(service.start(run("run", 2, "threads", "1"))).isEqualTo(finished);
    Service.refused(
        () -> service.start(run("run", 3)),
        Status.Code.ALREADY_EXISTS,
        "updates: 3 (expected: 2, as run \"run\" has it)");
    Service.refused(
        () -> service.start(run("run", 2).setPolicy("rambling")),
        Status.Code.ALREADY_EXISTS,
        "policy: \"rambling\" (expected: \"tiny\", as run \"run\" has it)");
    Service.refused(
        () -> service.start(run("run", 2).clearPolicy()),
        Status.Code.ALREADY_EXISTS,
        "policy: \"embedded\" (expected: \"tiny\", as run \"run\" has it)");
  }

  @Test
  void whatCannotBeARunIsRefused() {
    for (String name : List.of("", "..", ".x", "a/b", "a b", "é", "n".repeat(101))) {
      Service.refused(
          () -> service.start(run(name, 1)),
          Status.Code.INVALID_ARGUMENT,
          "name: \""
              + name
              + "\" (expected: 1 to 100 letters, digits and _ . -, the first no dot)");
    }
    Service.refused(
        () -> service.start(run("embedded", 1)),
        Status.Code.INVALID_ARGUMENT,
        "name: \"embedded\" (expected: another name than that of a bundled policy)");
    Service.refused(
        () -> service.start(run("tiny", 1)),
        Status.Code.ALREADY_EXISTS,
        "name: \"tiny\" is there and no run (expected: a new name)");
    Service.refused(
        () -> service.start(run("run", 1, "group_size", "1")),
        Status.Code.INVALID_ARGUMENT,
        "settings: group_size: 1 (expected: 2 to 1024)");
    Service.refused(
        () -> service.start(run("run", 1, "threads", "2")),
        Status.Code.INVALID_ARGUMENT,
        "settings: threads: 2 (expected: 1 to 1, this server's)");
    assertThatThrownBy(() -> service.start(run("run", 1, "epoch", "1")))
        .hasMessageStartingWith(
            "INVALID_ARGUMENT: settings: unknown key \"epoch\" (expected: one of seed,");
    Service.refused(
        () -> service.start(run("run", 1).setPolicy("none")),
        Status.Code.NOT_FOUND,
        "policy: \"none\" (expected: embedded, embedded-base, or a run, model or adapter in the runs"
            + " folder)");
    Service.refused(
        () -> service.start(run("run", 1).setPolicy("../tiny")),
        Status.Code.INVALID_ARGUMENT,
        "policy: \"../tiny\" (expected: 1 to 100 letters, digits and _ . -, the first no dot)");
    assertThat(runs.resolve("run")).doesNotExist();
    assertThat(list()).isEmpty();
  }

  @Test
  void aRunThatIsNotThereIsNotFound() {
    String expected = "name: \"none\" (expected: a run of the runs folder)";
    Service.refused(() -> service.news("none", 0), Status.Code.NOT_FOUND, expected);
    Service.refused(() -> service.stop("none"), Status.Code.NOT_FOUND, expected);
    Service.refused(() -> resume("none"), Status.Code.NOT_FOUND, expected);
    Service.refused(
        () -> service.stop("tiny"),
        Status.Code.NOT_FOUND,
        "name: \"tiny\" (expected: a run of the runs folder)");
    service.start(run("run", 1));
    Service.refused(
        () -> service.news("run", -1),
        Status.Code.INVALID_ARGUMENT,
        "after_update: -1 (expected: 0 to 2147483647)");
  }

  @Test
  void aRunThatFailsSaysWhyForAsLongAsItHasNotGoneOn() throws Exception {
    service.start(run("run", 1, "max_tokens", "2048"));
    Run failed = service.await("run");
    assertThat(failed.getState()).isEqualTo(RunState.RUN_STATE_FAILED);
    assertThat(failed.getFailure())
        .matches(
            "max_tokens: 2048 after a prompt of \\d+ tokens \\(expected: at most 2048 together\\)");
    service.restart();
    assertThat(list()).containsExactly(failed);
    resume("run");
    assertThat(service.await("run")).isEqualTo(failed);

    service.start(run("elsewhere", 1, "split", "nowhere"));
    assertThat(service.await("elsewhere").getFailure())
        .startsWith("NOT_FOUND: split: \"nowhere\" (expected: one of train");
  }

  @Test
  void aRunWhoseFilesAreDamagedIsListedAndSaysSo() throws Exception {
    service.start(run("run", 1));
    service.await("run");
    Files.writeString(runs.resolve("run/config.properties"), "updates=none\n");
    service.restart();
    Run damaged = list().get(0);
    assertThat(damaged.getState()).isEqualTo(RunState.RUN_STATE_FAILED);
    assertThat(damaged.getFailure())
        .endsWith("config.properties: updates: \"none\" (expected: an integer)");
  }

  @Test
  void whatAProcessLeftThatWasKilledWhileItBeganARunIsBegunAnew() throws Exception {
    Files.createDirectories(runs.resolve("run"));
    Files.writeString(runs.resolve("run/policy.json"), "{}");
    service.start(run("run", 1));
    assertThat(service.await("run").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  @Test
  void aServiceThatEndsStopsWhatComputesAndTakesNoMore() throws Exception {
    service.start(run("run", 100_000));
    service.start(run("waits", 1));
    service.awaitUpdate("run", 1);
    service.stop();
    for (StartRunRequest.Builder request : List.of(run("run", 100_000), run("more", 1))) {
      Service.refused(
          () -> service.start(request), Status.Code.UNAVAILABLE, "the server is shutting down");
    }
    service.restart();
    assertThat(list())
        .extracting(Run::getName, Run::getState)
        .containsExactly(
            tuple("run", RunState.RUN_STATE_STOPPED), tuple("waits", RunState.RUN_STATE_STOPPED));
  }

  @Test
  void aFolderIsOneServicesAlone() {
    assertThatThrownBy(
            () ->
                PolicyService.open(
                    runs, 1, Service.BUILD, service.environments, service.references))
        .isInstanceOf(IOException.class)
        .hasMessage("runs: " + runs + " is in use (expected: a folder of this server alone)");
    assertThatThrownBy(
            () ->
                PolicyService.open(
                    runs, 0, Service.BUILD, service.environments, service.references))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: 0 (expected: 1 to 256)");
  }
}

package io.plumbline.trainer.service;

import io.grpc.Status;
import io.plumbline.policy.v1.Run;
import io.plumbline.policy.v1.RunState;
import io.plumbline.policy.v1.StartRunRequest;
import io.plumbline.trainer.policies.PolicyFile;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The runs of a folder, one of which computes while others wait. */
final class Runs implements AutoCloseable {
  private final RunsFolder root;
  private final Policies policies;
  private final Training training;
  private final int threads;
  private final Map<String, ServedRun> runs = new ConcurrentSkipListMap<>();
  private final Map<String, Runnable> waiting = new ConcurrentHashMap<>();
  private final Pool computing = new Pool("runs", 1);
  private volatile boolean closing;

  /**
   * @param threads that a run has unless it says, and at most
   */
  Runs(RunsFolder root, Policies policies, Training training, int threads) throws IOException {
    this.root = root;
    this.policies = policies;
    this.training = training;
    this.threads = threads;
    try (Stream<Path> folders = Files.list(root.path())) {
      for (Path folder : folders.filter(RunSetup::isRun).toList()) {
        adopt(folder);
      }
    }
  }

  List<Run> list() {
    return runs.values().stream().map(ServedRun::snapshot).toList();
  }

  ServedRun find(String name) {
    ServedRun run = runs.get(Requests.name("name", name));
    if (run == null) {
      throw Refusal.of(
          Status.Code.NOT_FOUND, "name", Requests.quote(name), "a run of the runs folder");
    }
    return run;
  }

  /** Begins a run, or finds the one that is the same. On one thread, as {@link #resume} is. */
  ServedRun start(StartRunRequest request) throws IOException {
    String name = Requests.newName("name", request.getName());
    Path folder = root.path().resolve(name);
    if (RunSetup.isRun(folder)) {
      ServedRun there = runs.containsKey(name) ? find(name) : adopt(folder);
      requireSame(there, request);
      return there;
    }
    requireFree(name, folder);
    RunConfig config = config(request.getSettingsMap(), threads);
    if (config.threads() > threads) {
      throw Refusal.invalid(
          "settings", "threads: " + config.threads(), "1 to " + threads + ", this server's");
    }
    computing.requireRoom();
    try (PolicyStack start = policies.openFinished(request.getPolicy())) {
      Files.createDirectories(folder);
      training.describe(new RunSetup(config, start, folder));
    }
    ServedRun run = adopt(folder);
    resume(run);
    return run;
  }

  private static void requireFree(String name, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    boolean begun = Files.isDirectory(folder); // by a process that was killed
    if (begun) {
      try (Stream<Path> files = Files.list(folder)) {
        begun = files.allMatch(file -> file.getFileName().toString().contains("policy.json"));
      }
    }
    if (!begun) {
      throw Refusal.of(
          Status.Code.ALREADY_EXISTS,
          "name",
          Requests.quote(name) + " is there and no run",
          "a new name");
    }
  }

  private static RunConfig config(Map<String, String> settings, int threads) {
    RunConfigFile file =
        RunConfigFile.defaults().with("threads", Integer.toString(threads), "settings");
    for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
      boolean own = setting.getKey().equals("threads") && setting.getValue().strip().equals("0");
      file = own ? file : file.with(setting.getKey(), setting.getValue(), "settings");
    }
    return file.config();
  }

  private void requireSame(ServedRun there, StartRunRequest request) throws IOException {
    String as = ", as run \"" + there.name() + "\" has it)";
    PolicyFile parts = RunSetup.startingPolicy(there.folder());
    try (PolicyStack asked = policies.openFinished(request.getPolicy())) {
      if (!asked.parts().equals(parts)) {
        throw Refusal.saying(
            Status.Code.ALREADY_EXISTS,
            "policy",
            "policy: \"" + asked.name() + "\" (expected: \"" + policies.name(parts) + "\"" + as);
      }
    }
    RunConfig saved = RunSetup.settings(there.folder()).config();
    Optional<String> difference =
        RunConfigFile.difference(config(request.getSettingsMap(), saved.threads()), saved);
    if (difference.isPresent()) {
      throw Refusal.saying(
          Status.Code.ALREADY_EXISTS, "settings", difference.get().replaceFirst("\\)$", as));
    }
  }

  /** Has a run that ended early go on; leaves others as they are. */
  void resume(ServedRun run) {
    if (closing) {
      throw Refusal.closing();
    }
    if (run.canGoOn()) {
      computing.requireRoom();
      run.queue();
      Runnable work = () -> training.compute(run);
      waiting.put(run.name(), work);
      computing.execute(work);
    }
  }

  void stop(ServedRun run) {
    run.stop();
    Runnable work = waiting.remove(run.name());
    if (work != null) {
      computing.withdraw(work); // one that computes has left the queue
    }
  }

  /** Takes up a run that lies in the folder. */
  private ServedRun adopt(Path folder) throws IOException {
    Run.Builder run = Run.newBuilder().setName(String.valueOf(folder.getFileName()));
    Optional<String> failure = root.failure(run.getName());
    RunState ended = failure.isPresent() ? RunState.RUN_STATE_FAILED : RunState.RUN_STATE_STOPPED;
    run.setState(training.hasFinished(folder) ? RunState.RUN_STATE_FINISHED : ended)
        .setFailure(failure.orElse(""));
    try {
      RunConfig config = RunSetup.settings(folder).config();
      RunConfigFile.settings(config)
          .forEach((key, value) -> run.putSettings(key, String.valueOf(value)));
      run.setTotalUpdates(config.updates())
          .setPolicy(policies.name(RunSetup.startingPolicy(folder)));
    } catch (RuntimeException e) { // a file that somebody has damaged
      run.setState(RunState.RUN_STATE_FAILED).setFailure(String.valueOf(e.getMessage()));
    }
    ServedRun served = new ServedRun(folder, run.build());
    runs.put(served.name(), served);
    return served;
  }

  /** Has every run stop, and lets none begin. */
  void stopAll() {
    closing = true;
    runs.values().forEach(this::stop);
  }

  /** Waits for the run that computes. */
  @Override
  public void close() {
    stopAll();
    computing.close();
  }
}

package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.LoraConfig;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.checkpoint.WholeFile;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.policies.PolicyFile;
import io.plumbline.trainer.tensorboard.EventFile;
import io.plumbline.trainer.torch.Torch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run leaves on disk. {@code state.safetensors} is all that a resumed run needs and is
 * replaced at once; a metrics line belongs to the state that follows it, and one without such a
 * state is dropped on resume.
 */
public final class RunFolder {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String UPDATES = "updates";
  private static final Pattern CHECKPOINT = Pattern.compile("update-[0-9]{6,}$");

  private final Path folder;
  private final EventFile events;

  /**
   * Names a folder; makes and reads nothing.
   *
   * @param folder there by the time that something is written
   */
  public RunFolder(Path folder) {
    this.folder = folder;
    events = new EventFile(folder);
  }

  /** The folder itself. */
  public Path path() {
    return folder;
  }

  Path state() {
    return folder.resolve("state.safetensors");
  }

  /** A line of JSON for each update, as it is taken. */
  public Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  /** Where the trained adapter goes, as PEFT has it. */
  public Path adapter() {
    return folder.resolve("adapter");
  }

  /** What the run started from. */
  private PolicyFile start() {
    return PolicyFile.isIn(folder) ? PolicyFile.read(folder).below() : PolicyFile.EMBEDDED_POLICY;
  }

  /** The settings of the adapter in training. */
  LoraConfig lora(RunConfig config) {
    return new LoraConfig(
        config.loraRank(), config.loraAlpha(), config.targets(), start().baseName());
  }

  /**
   * Keeps an adapter in {@code checkpoints/update-N}, a policy of its own, and of the former ones
   * the newest.
   *
   * @param count how many there are afterwards at most, 0 or more
   */
  void keep(int update, AdapterFolder adapter, ModelConfig base, int count) throws IOException {
    Path all = folder.resolve("checkpoints");
    if (count > 0) {
      Files.createDirectories(all);
      Path kept = all.toRealPath().resolve(String.format(Locale.ROOT, "update-%06d", update));
      adapter.write(kept, base, draft -> start().with(kept).write(draft));
    }
    if (Files.isDirectory(all)) {
      List<Path> kept;
      try (Stream<Path> paths = Files.list(all)) {
        kept = paths.filter(path -> CHECKPOINT.matcher(path.toString()).find()).sorted().toList();
      }
      for (Path old : kept.subList(0, Math.max(0, kept.size() - count))) {
        AdapterFolder.delete(old);
      }
    }
  }

  /** Whether there is a state to go on from. */
  public boolean isResumable() {
    return Files.exists(state());
  }

  /** Updates that a resumed run would not have to take again. */
  public int updatesSaved() {
    return isResumable() ? (int) tensor(Safetensors.read(state()), UPDATES).values()[0] : 0;
  }

  /**
   * Replaces the state.
   *
   * @param more what else the run goes on from, by names of its own
   */
  void save(int updates, Adapter adapter, Optimizer optimizer, Map<String, Tensor> more) {
    Map<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
    state.putAll(more);
    for (int i = 0; i < adapter.arrays().size(); i++) {
      state.put("adapter." + i, Weights.tensor(adapter.arrays().get(i)));
    }
    state.put(UPDATES, new Tensor(List.of(), new float[] {updates}));
    state.put("steps", new Tensor(List.of(), new float[] {optimizer.steps()}));
    Safetensors.write(state(), state, Map.of());
  }

  /**
   * Puts a saved state, if there is one, into the adapter and the optimiser, and cuts the metrics
   * back to it.
   *
   * @param more takes the whole state, for what else the run goes on from
   * @return updates taken by then
   */
  int restore(Adapter adapter, Optimizer optimizer, Consumer<Map<String, Tensor>> more)
      throws IOException {
    int updates = isResumable() ? restoreState(adapter, optimizer, more) : 0;
    if (Files.exists(metrics())) {
      List<String> lines = Files.readAllLines(metrics()).stream().limit(updates).toList();
      write(metrics(), String.join("", lines.stream().map(line -> line + "\n").toList()));
      events.rewrite(lines.stream().map(JSON::readTree).toList());
    }
    return updates;
  }

  private int restoreState(
      Adapter adapter, Optimizer optimizer, Consumer<Map<String, Tensor>> more) {
    Map<String, Tensor> state = Safetensors.read(state());
    restoreAdapter(adapter, state);
    optimizer.restore(state, (int) tensor(state, "steps").values()[0]);
    more.accept(state);
    return (int) tensor(state, UPDATES).values()[0];
  }

  private void restoreAdapter(Adapter adapter, Map<String, Tensor> state) {
    for (int i = 0; i < adapter.arrays().size(); i++) {
      NDArray array = adapter.arrays().get(i);
      Tensor saved = tensor(state, "adapter." + i);
      if (saved.values().length != array.size()) {
        throw new CheckpointException(
            state().getFileName()
                + ": adapter."
                + i
                + " has "
                + saved.values().length
                + " values (expected: "
                + array.size()
                + ", as lora_rank says)");
      }
      Torch.assign(array, saved.values());
    }
  }

  /**
   * The adapter as the run last saved it, whether it goes on or not.
   *
   * @param base of the policy that the run started from
   * @throws CheckpointException if nothing is saved yet, or of another shape than the settings say
   */
  public AdapterFolder savedAdapter(RunConfig config, ModelFolder base) {
    Map<String, Tensor> state = Safetensors.read(state());
    try (NDManager scratch = Torch.newManager()) {
      Adapter adapter = Adapter.initial(scratch, base.config(), lora(config), config.seed());
      restoreAdapter(adapter, state);
      return adapter.folder(base.config(), base.sha256());
    }
  }

  /** The lines of the updates so far. */
  List<JsonNode> lines() throws IOException {
    return Files.exists(metrics())
        ? Files.readAllLines(metrics()).stream().map(JSON::readTree).toList()
        : List.of();
  }

  /** Appends a line, with the second at which it was written, to the metrics and the events. */
  void appendMetrics(Map<String, ?> line) throws IOException {
    Map<String, Object> timed = new LinkedHashMap<>(line);
    timed.put("time", System.currentTimeMillis() / 1000.0);
    Files.writeString(
        metrics(),
        JSON.writeValueAsString(timed) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    events.append(JSON.valueToTree(timed));
  }

  /** Writes a JSON file of the run. */
  public void write(String name, Object content) throws IOException {
    write(
        folder.resolve(name),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
  }

  /** Writes a file of text. */
  public void writeText(String name, String content) throws IOException {
    write(folder.resolve(name), content);
  }

  /** Writes a file of JSON lines. */
  void writeLines(String name, List<? extends Map<String, ?>> lines) throws IOException {
    StringBuilder content = new StringBuilder();
    lines.forEach(line -> content.append(JSON.writeValueAsString(line)).append('\n'));
    write(folder.resolve(name), content.toString());
  }

  private static void write(Path file, String content) throws IOException {
    WholeFile.write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  private Tensor tensor(Map<String, Tensor> state, String name) {
    Tensor tensor = state.get(name);
    if (tensor == null) {
      throw new CheckpointException(state().getFileName() + ": " + name + " is missing");
    }
    return tensor;
  }
}

package io.plumbline.trainer.policies;

import io.plumbline.trainer.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the parts of a policy lie, as {@code policy.json} in its folder says: <code>
 * {"base": "embedded", "adapters": ["embedded:sft", "adapter"]}</code>. Folders in the file are
 * relative to it.
 *
 * @param base {@value PolicyStack#EMBEDDED} or the folder of a model with its tokenizer, absolute
 * @param adapters {@value #EMBEDDED_SFT} or an adapter's folder, absolute; the first is nearest to
 *     the base
 */
public record PolicyFile(String base, List<String> adapters) {
  static final String EMBEDDED_SFT = "embedded:sft";

  /** The policy that comes with Plumbline. */
  public static final PolicyFile EMBEDDED_POLICY =
      new PolicyFile(PolicyStack.EMBEDDED, List.of(EMBEDDED_SFT));

  private static final String FILE = "policy.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  public PolicyFile {
    adapters = List.copyOf(adapters);
  }

  /** What the base is called: its folder's name, for one of Hugging Face. */
  public String baseName() {
    Path name = Path.of(base).getFileName();
    return base.equals(PolicyStack.EMBEDDED) || name == null
        ? "plumbline-embedded"
        : name.toString();
  }

  /** Whether it is the policy that comes with Plumbline. */
  public boolean isEmbeddedPolicy() {
    return equals(EMBEDDED_POLICY);
  }

  /** The policy in a folder. */
  static PolicyFile of(String folder) {
    Path here;
    try {
      here = Path.of(folder).toRealPath();
    } catch (IOException | InvalidPathException e) {
      throw none(folder);
    }
    if (isIn(here)) {
      return read(here);
    }
    if (Files.exists(here.resolve("config.json"))) {
      return new PolicyFile(here.toString(), List.of());
    }
    Path within = here.resolve("adapter");
    Path adapter = Files.isDirectory(within) ? within : here;
    if (Files.exists(adapter.resolve("adapter_config.json"))) {
      return EMBEDDED_POLICY.with(adapter);
    }
    throw none(folder);
  }

  static CheckpointException none(String where) {
    return new CheckpointException(
        "policy: \""
            + where
            + "\" (expected: embedded, embedded-base, or a folder with a policy.json, a config.json"
            + " or an adapter_config.json)");
  }

  /**
   * These parts and one more adapter on top.
   *
   * @param adapter its folder, which need not be there yet; absolute
   */
  public PolicyFile with(Path adapter) {
    List<String> more = new ArrayList<>(adapters);
    more.add(adapter.toString());
    return new PolicyFile(base, more);
  }

  /** These parts without the topmost adapter: what it was trained from. */
  public PolicyFile below() {
    return new PolicyFile(base, adapters.subList(0, Math.max(0, adapters.size() - 1)));
  }

  /**
   * Reads a folder's {@code policy.json}.
   *
   * @throws CheckpointException if there is none, or it is not of the form above
   */
  public static PolicyFile read(Path folder) {
    Path here;
    JsonNode json;
    try {
      here = folder.toRealPath();
      json = JSON.readTree(Files.readString(here.resolve(FILE)));
    } catch (IOException e) {
      throw new CheckpointException(folder.resolve(FILE) + ": cannot be read", e);
    } catch (JacksonException e) {
      throw bad("not JSON", "an object");
    }
    JsonNode base = json.path("base");
    JsonNode adapters = json.path("adapters");
    if (!base.isString()) {
      throw bad("base: " + base, "\"embedded\" or a folder");
    }
    List<String> found = new ArrayList<>();
    for (JsonNode adapter : adapters) {
      found.add(adapter.isString() ? adapter.stringValue() : "");
    }
    if (!adapters.isArray() || found.contains("")) {
      throw bad("adapters: " + adapters, "a list of \"embedded:sft\" or folders");
    }
    return new PolicyFile(base.stringValue(), found)
        .map(part -> here.resolve(part).normalize().toString());
  }

  /** Whether a folder has a {@code policy.json}. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /**
   * Writes {@code policy.json} into a folder that is there, whole or not at all. The folder may be
   * renamed afterwards, but not moved to another.
   */
  public void write(Path folder) throws IOException {
    Path here = folder.toRealPath();
    PolicyFile relative = map(part -> here.relativize(Path.of(part)).toString().replace('\\', '/'));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("base", relative.base);
    json.put("adapters", relative.adapters);
    Path draft = here.resolve("." + FILE + ".new");
    Files.writeString(draft, JSON.writeValueAsString(json) + "\n");
    Files.move(draft, here.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private PolicyFile map(UnaryOperator<String> folders) {
    UnaryOperator<String> parts =
        part ->
            part.equals(PolicyStack.EMBEDDED) || part.equals(EMBEDDED_SFT)
                ? part
                : folders.apply(part);
    return new PolicyFile(parts.apply(base), adapters.stream().map(parts).toList());
  }

  private static CheckpointException bad(String found, String expected) {
    return new CheckpointException(FILE + ": " + found + " (expected: " + expected + ")");
  }
}

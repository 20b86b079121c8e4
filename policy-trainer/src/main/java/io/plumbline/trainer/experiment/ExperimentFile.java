package io.plumbline.trainer.experiment;

import io.plumbline.trainer.runs.RunConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An experiment as a {@code .properties} file declares it; the bundled {@code
 * row-preservation.properties} says what may stand there. Lines of {@code all} hold for every arm,
 * an arm's own outrank them, and those that begin with {@code quick.} outrank both where the quick
 * form is asked for.
 */
public final class ExperimentFile {
  private static final String NAME = "row-preservation.properties";
  private static final String ALL = "all";
  private static final String QUICK = "quick.";
  private static final Set<String> OWN =
      Set.of("arms", "tasks", "truncating_budget", "ample_budget");
  private static final Set<String> SET_ELSEWHERE = Set.of("seed", "threads");

  private final Map<String, String> lines;
  private final String origin;
  private final boolean quick;
  private final int threads;

  private ExperimentFile(Map<String, String> lines, String origin, boolean quick, int threads) {
    this.lines = lines;
    this.origin = origin;
    this.quick = quick;
    this.threads = threads;
  }

  /** The bundled file as it is. */
  public static String bundledText() {
    try (InputStream in = ExperimentFile.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bundled experiment.
   *
   * @param quick with the lines that begin so
   * @param threads of each run, at least 1
   */
  public static ExperimentConfig bundled(boolean quick, int threads) {
    return parse(bundledText(), NAME, quick, threads);
  }

  /**
   * The experiment of a file.
   *
   * @throws IllegalArgumentException if it declares none; the message names file, key and limit
   */
  public static ExperimentConfig read(Path file, boolean quick, int threads) throws IOException {
    try {
      return parse(Files.readString(file), file.toString(), quick, threads);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": invalid UTF-8 (expected: UTF-8)", e);
    }
  }

  private static ExperimentConfig parse(String text, String origin, boolean quick, int threads) {
    return new ExperimentFile(RunConfigFile.lines(text, origin), origin, quick, threads).config();
  }

  private ExperimentConfig config() {
    List<String> declared = names(required("arms"));
    List<String> chosen = names(own("arms"));
    for (String name : chosen) {
      if (!declared.contains(name)) {
        throw bad("quick.arms", name, "one of " + String.join(", ", declared));
      }
    }
    checkKeys(declared);
    List<Arm> arms = chosen.stream().map(this::arm).toList();
    try {
      return new ExperimentConfig(
          integer("tasks"), integer("truncating_budget"), integer("ample_budget"), arms);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          message.startsWith(origin) ? message : origin + ": " + message, e);
    }
  }

  private void checkKeys(List<String> arms) {
    for (Map.Entry<String, String> entry : lines.entrySet()) {
      String line = entry.getKey();
      String key = line.startsWith(QUICK) ? line.substring(QUICK.length()) : line;
      int dot = key.indexOf('.');
      String scope = dot < 0 ? "" : key.substring(0, dot);
      boolean known = dot < 0 ? OWN.contains(key) : scope.equals(ALL) || arms.contains(scope);
      if (!known) {
        throw new IllegalArgumentException(
            origin
                + ": unknown key \""
                + line
                + "\" (expected: "
                + String.join(", ", OWN.stream().sorted().toList())
                + ", or a setting of all or of an arm, such as grpo.updates)");
      }
      if (SET_ELSEWHERE.contains(key.substring(dot + 1))) {
        throw bad(line, entry.getValue(), "none: seeds and --threads say it");
      }
    }
  }

  private Arm arm(String name) {
    RunConfigFile settings =
        RunConfigFile.defaults().with("threads", Integer.toString(threads), "--threads");
    String title = name;
    boolean trained = true;
    List<Long> seeds = List.of();
    for (Map.Entry<String, String> line : settings(name).entrySet()) {
      String key = line.getKey();
      String value = line.getValue();
      switch (key) {
        case "title" -> title = value;
        case "seeds" -> seeds = seeds(name, value);
        case "trained" -> trained = flag(name, value);
        default -> settings = settings.with(key, value, origin + ": " + name);
      }
    }
    if (seeds.isEmpty()) {
      throw bad(name + ".seeds", "none", "at least one");
    }
    return new Arm(name, title, trained, seeds, settings);
  }

  /** An arm's lines by their keys, the last of a key outranking those before. */
  private Map<String, String> settings(String arm) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> scopes = new ArrayList<>(List.of(ALL + ".", arm + "."));
    if (quick) {
      scopes.addAll(List.of(QUICK + ALL + ".", QUICK + arm + "."));
    }
    for (String scope : scopes) {
      lines.forEach(
          (key, value) -> {
            if (key.startsWith(scope)) {
              settings.put(key.substring(scope.length()), value.strip());
            }
          });
    }
    return settings;
  }

  private List<String> names(String list) {
    List<String> names = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    for (String name : names) {
      if (!name.matches("[a-z][a-z0-9_]*") || name.equals(ALL) || name.equals("quick")) {
        throw bad("arms", name, "names of small letters, digits and _, not all or quick");
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      throw bad("arms", list, "each once");
    }
    return names;
  }

  private List<Long> seeds(String arm, String list) {
    try {
      List<Long> seeds =
          Arrays.stream(list.split(",", -1)).map(seed -> Long.valueOf(seed.strip())).toList();
      if (seeds.stream().distinct().count() == seeds.size()) {
        return seeds;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw bad(arm + ".seeds", list, "integers of at least 0, each once");
  }

  private boolean flag(String arm, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw bad(arm + ".trained", value, "true or false");
    }
    return value.equals("true");
  }

  private int integer(String key) {
    String value = own(key);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw bad(key, value, "an integer");
    }
  }

  private String own(String key) {
    String hurried = quick ? lines.get(QUICK + key) : null;
    return (hurried == null ? required(key) : hurried).strip();
  }

  private String required(String key) {
    String value = lines.get(key);
    if (value == null) {
      throw new IllegalArgumentException(origin + ": " + key + ": missing (expected: a value)");
    }
    return value;
  }

  private IllegalArgumentException bad(String key, String value, String expected) {
    return new IllegalArgumentException(
        origin + ": " + key + ": \"" + value + "\" (expected: " + expected + ")");
  }
}

package io.plumbline.graders.probes;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Probe files: JSONL in UTF-8, blank lines ignored. A line is a probe:
 *
 * <pre>
 * environment   the task's environment
 * exploit       text, 1 to 60 characters
 * kind          exploit, flaw or honest ({@link Probe.Kind}); default honest where strict is 1,
 *               else exploit
 * blind_spot    what of reference it shows ({@link BlindSpot}), where it is one of these
 * why           text, 1 to 400 characters
 * task          id of a task of an open split, or of a task in a line before: ENVIRONMENT/probes/CASE
 * output        text, at most 1,048,576 characters
 * reference     expected composite, 0 to 1, at most 3 places
 * strict        expected composite, 0 to 1, at most 3 places
 * </pre>
 *
 * <p>or, if it has a {@code case_id}, a task for the lines that follow, as a task file has it
 * ({@link io.plumbline.graders.tasks.files.TaskFile}). A probe has no other fields and each once.
 */
public final class ProbeFile {
  private static final long MAX_BYTES = 64L << 20;

  private ProbeFile() {}

  /**
   * The probes of a file, in its order.
   *
   * @param tasks where tasks are looked up that the file itself does not hold
   * @throws ProbeFileException if the file cannot be read, holds no probe, or a line is not as
   *     described above; names file, line and field
   */
  public static List<Probe> read(Path file, TaskCatalogue tasks) throws ProbeFileException {
    try {
      return parse(String.valueOf(file.getFileName()), InputFile.bytes(file, MAX_BYTES), tasks);
    } catch (InputFileException e) {
      throw new ProbeFileException("file: " + e.getMessage());
    }
  }

  /**
   * The probes that come with the library for an environment, in their file's order; none where it
   * has no file.
   */
  public static List<Probe> bundled(String environment, TaskCatalogue tasks) {
    String file = environment + ".jsonl";
    try (var in = ProbeFile.class.getResourceAsStream(file)) {
      return in == null ? List.of() : parse(file, in.readAllBytes(), tasks);
    } catch (IOException e) {
      throw new IllegalStateException(e); // a broken jar
    }
  }

  /** The probes in {@code bytes}; {@code file} is what errors call it. */
  static List<Probe> parse(String file, byte[] bytes, TaskCatalogue tasks)
      throws ProbeFileException {
    ProbeReader reader = new ProbeReader(tasks);
    List<Probe> probes = new ArrayList<>();
    Map<String, Integer> earlier = new HashMap<>();
    int number = 0;
    for (String line : text(file, bytes).lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String where = file + ":" + number + ": ";
      Optional<Probe> probe = reader.read(line, where);
      if (probe.isEmpty()) {
        continue;
      }
      String key = probe.get().task().id() + "\n" + probe.get().output();
      Integer before = earlier.putIfAbsent(key, number);
      if (before != null) {
        throw new ProbeFileException(
            where + "output: that of line " + before + " (expected: another one for the task)");
      }
      probes.add(probe.get());
    }
    if (probes.isEmpty()) {
      throw new ProbeFileException(file + ": no probes (expected: at least one)");
    }
    return List.copyOf(probes);
  }

  private static String text(String file, byte[] bytes) throws ProbeFileException {
    try {
      return InputFile.decode(file, bytes);
    } catch (InputFileException e) {
      throw new ProbeFileException(e.getMessage());
    }
  }
}

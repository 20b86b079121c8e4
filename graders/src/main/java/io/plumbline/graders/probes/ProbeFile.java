package io.plumbline.graders.probes;

import io.plumbline.graders.tasks.TaskCatalogue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ProbeFile() {}

  /**
   * The probes of a file, in its order.
   *
   * @param tasks where tasks are looked up that the file itself does not hold
   * @throws ProbeFileException if the file cannot be read, holds no probe, or a line is not as
   *     described above; names file, line and field
   */
  public static List<Probe> read(Path file, TaskCatalogue tasks) throws ProbeFileException {
    return parse(String.valueOf(file.getFileName()), bytes(file), tasks);
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
    for (String line : decoded(file, bytes).lines().toList()) {
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

  private static String decoded(String file, byte[] bytes) throws ProbeFileException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new ProbeFileException(file + ":" + line + ": invalid UTF-8 (expected: UTF-8)");
    }
  }

  private static byte[] bytes(Path file) throws ProbeFileException {
    try {
      if (Files.isDirectory(file)) {
        throw new ProbeFileException("file: " + file + " (expected: a file, not a folder)");
      }
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new ProbeFileException(
            "file: " + file + " has " + size + " bytes (expected: at most " + MAX_BYTES + ")");
      }
      return Files.readAllBytes(file);
    } catch (ProbeFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ProbeFileException("file: " + file + " (expected: a file that exists)");
    } catch (IOException e) {
      throw new ProbeFileException("file: " + file + " (expected: a file that can be read)");
    }
  }
}

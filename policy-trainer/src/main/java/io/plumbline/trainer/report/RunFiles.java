package io.plumbline.trainer.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run left in its directory.
 *
 * @param name the directory's name
 * @param manifest config, seeds, versions and hashes
 * @param updates what was logged, by update. A resumed run may log an update again: its later
 *     fields count
 * @param before the evaluations before training, by name
 * @param after the same after it
 * @param missing names of the files that are not there
 */
record RunFiles(
    String name,
    Optional<Fields> manifest,
    SortedMap<Integer, Fields> updates,
    Optional<Fields> before,
    Optional<Fields> after,
    List<Sample> samples,
    List<String> missing) {

  private static final String MANIFEST = "manifest.json";
  private static final String METRICS = "metrics.jsonl";
  private static final String BEFORE = "before.json";
  private static final String AFTER = "after.json";
  private static final String SAMPLES = "samples.jsonl";

  static RunFiles read(Path directory) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Fields line : lines(directory, SAMPLES)) {
      samples.add(Sample.of(line));
    }
    return new RunFiles(
        String.valueOf(directory.toRealPath().getFileName()),
        object(directory, MANIFEST),
        updates(lines(directory, METRICS)),
        object(directory, BEFORE),
        object(directory, AFTER),
        samples,
        Stream.of(MANIFEST, METRICS, BEFORE, AFTER, SAMPLES)
            .filter(file -> !Files.exists(directory.resolve(file)))
            .toList());
  }

  private static SortedMap<Integer, Fields> updates(List<Fields> lines) throws RunReportException {
    SortedMap<Integer, Fields> updates = new TreeMap<>();
    for (Fields line : lines) {
      updates.merge(update(line), line, Fields::with);
    }
    return updates;
  }

  /** A line may hold nothing but an evaluation, which says itself when it was made. */
  private static int update(Fields line) throws RunReportException {
    OptionalDouble update = line.number("update");
    if (update.isEmpty()) {
      update = line.number(List.of("eval", "update"));
    }
    double number = update.orElse(-1);
    if (number < 0 || number != Math.rint(number) || number > Integer.MAX_VALUE) {
      throw line.error("update", line.json().get("update"), "an integer of at least 0");
    }
    return (int) number;
  }

  private static Optional<Fields> object(Path directory, String file) throws IOException {
    Path path = directory.resolve(file);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    byte[] content = Files.readAllBytes(path);
    String where = file + ": ";
    return Optional.of(Fields.parse(decoded(content, where), where));
  }

  /** One object a line; blank lines count, but hold nothing. */
  static List<Fields> lines(Path directory, String file) throws IOException {
    List<Fields> lines = new ArrayList<>();
    Path path = directory.resolve(file);
    if (!Files.exists(path)) {
      return lines;
    }
    byte[] content = Files.readAllBytes(path);
    int number = 1;
    for (int from = 0, to; from < content.length; from = to + 1, number++) {
      to = from;
      while (to < content.length && content[to] != '\n') {
        to++;
      }
      String where = file + ":" + number + ": ";
      String line = decoded(Arrays.copyOfRange(content, from, to), where);
      if (!line.isBlank()) {
        lines.add(Fields.parse(line, where));
      }
    }
    return lines;
  }

  private static String decoded(byte[] bytes, String where) throws RunReportException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RunReportException(where + "invalid UTF-8 (expected: UTF-8)");
    }
  }
}

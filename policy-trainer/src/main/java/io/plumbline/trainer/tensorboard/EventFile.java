package io.plumbline.trainer.tensorboard;

import io.plumbline.trainer.metrics.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The figures of metrics lines in TensorBoard's event file, at the step that a line's {@code
 * update} says and the second that its {@code time} says.
 */
public final class EventFile {
  /** The file's name; TensorBoard takes for its own what has {@code tfevents} in it. */
  public static final String NAME = "events.out.tfevents.plumbline";

  private final Path file;

  /**
   * Names a file; writes nothing.
   *
   * @param folder that TensorBoard is shown
   */
  public EventFile(Path folder) {
    file = folder.resolve(NAME);
  }

  /**
   * Replaces the file.
   *
   * @param lines in order; with none, there will be no file
   */
  public void rewrite(List<JsonNode> lines) throws IOException {
    Files.deleteIfExists(file);
    for (JsonNode line : lines) {
      append(line);
    }
  }

  /**
   * Adds a line.
   *
   * @param line an object with at least {@code update} and {@code time}
   */
  public void append(JsonNode line) throws IOException {
    double time = line.path("time").doubleValue();
    if (!Files.exists(file)) {
      write(EventRecord.version(time));
    }
    write(EventRecord.scalars(time, line.path("update").longValue(), Figures.of(line)));
  }

  private void write(byte[] record) throws IOException {
    Files.write(file, record, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}

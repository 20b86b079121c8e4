package io.plumbline.trainer.service;

import io.plumbline.policy.v1.Update;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a run's metrics while they are written, each update once. For one thread at a time. */
final class MetricsTail {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private long offset;
  private int last;

  /**
   * @param file need not be there yet
   * @param after the last update that is not wanted
   */
  MetricsTail(Path file, int after) {
    this.file = file;
    last = after;
  }

  /** The last update that was read, or the one that was not wanted. */
  int last() {
    return last;
  }

  /** The next updates, at most {@code most}; none where no whole line is left for now. */
  List<Update> next(int most) throws IOException {
    List<Update> updates = new ArrayList<>();
    if (!Files.exists(file)) {
      return updates;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (!isLineStart(channel)) {
        offset = 0; // a run that goes on cuts off the line that has no state
      }
      channel.position(offset);
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (updates.size() < most) {
        int next = in.read();
        if (next < 0) {
          return updates;
        }
        line.write(next);
        if (next == '\n') {
          offset += line.size();
          Update update = update(line.toByteArray());
          line.reset();
          if (update.getUpdate() > last) {
            last = update.getUpdate();
            updates.add(update);
          }
        }
      }
    }
    return updates;
  }

  private boolean isLineStart(SeekableByteChannel channel) throws IOException {
    if (offset == 0) {
      return true;
    }
    ByteBuffer before = ByteBuffer.allocate(1);
    return offset <= channel.size()
        && channel.position(offset - 1).read(before) == 1
        && before.get(0) == '\n';
  }

  private static Update update(byte[] line) {
    JsonNode json = JSON.readTree(line);
    Update.Builder update = Update.newBuilder().setUpdate(json.path("update").asInt(0));
    json.properties()
        .forEach(
            field -> {
              if (field.getKey().equals("alarms")) {
                field.getValue().forEach(alarm -> update.addAlarms(alarm.asString()));
              } else if (!field.getKey().equals("update")) {
                addFigures(update, field.getKey(), field.getValue());
              }
            });
    return update.build();
  }

  /** Every number below a path; what is none stays out. */
  private static void addFigures(Update.Builder update, String path, JsonNode value) {
    if (value.isNumber()) {
      update.putFigures(path, value.doubleValue());
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(field -> addFigures(update, path + "." + field.getKey(), field.getValue()));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        addFigures(update, path + "." + i, value.get(i));
      }
    }
  }
}

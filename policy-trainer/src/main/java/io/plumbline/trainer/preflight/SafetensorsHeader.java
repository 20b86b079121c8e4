package io.plumbline.trainer.preflight;

import io.plumbline.trainer.checkpoint.CheckpointException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names in a safetensors file, of any type of numbers; the numbers stay unread. */
final class SafetensorsHeader {
  private static final int MAX_HEADER = 1 << 24;

  private SafetensorsHeader() {}

  static List<String> names(Path file) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      long length = Long.reverseBytes(in.readLong()); // little-endian
      if (length < 2 || length > MAX_HEADER) {
        throw new CheckpointException(
            file + ": header of " + length + " bytes (expected: 2 to " + MAX_HEADER + ")");
      }
      byte[] header = new byte[(int) length];
      in.readFully(header);
      JsonNode json = JsonMapper.shared().readTree(new String(header, StandardCharsets.UTF_8));
      List<String> names = new ArrayList<>(json.propertyNames());
      names.remove("__metadata__");
      return names;
    } catch (IOException | JacksonException e) {
      throw new CheckpointException(file + ": not a safetensors file (expected: one)", e);
    }
  }
}

package io.plumbline.trainer.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of named tensors in Hugging Face's safetensors format: the length of a JSON header in eight
 * bytes, little-endian; the header, which gives each tensor's type, shape and place; the values.
 * F32, F16 and BF16 are read, all as 32-bit floats, and F32 is written.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";
  static final String F32 = "F32";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int ALIGNMENT = 8;
  private static final int VALUES_AT_A_TIME = 1 << 16;

  private Safetensors() {}

  /**
   * The tensors in {@code file} by name.
   *
   * @throws CheckpointException if the file cannot be read or breaks the format in any way, or a
   *     tensor is none of the three types
   */
  public static SortedMap<String, Tensor> read(Path file) {
    return SafetensorsReader.read(file).tensors();
  }

  /**
   * Writes a file whole or not at all. Equal tensors and metadata make equal bytes, in whatever
   * order they come.
   *
   * @param metadata free text by name for whoever reads the file
   * @throws CheckpointException if the file cannot be written
   * @throws IllegalArgumentException if a tensor has the format's own name, {@value #METADATA}
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    SortedMap<String, Tensor> sorted = sorted(tensors);
    WholeFile.write(file, out -> write(out, sorted, metadata));
  }

  /**
   * What identifies weights whatever file they are in: the SHA-256 of the bytes that {@link #write}
   * makes of {@code tensors} without metadata, in lower-case hex.
   */
  public static String sha256(Map<String, Tensor> tensors) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
      write(out, sorted(tensors), Map.of());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException(e); // every JDK has it, and nothing is written anywhere
    }
  }

  private static SortedMap<String, Tensor> sorted(Map<String, Tensor> tensors) {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("tensor " + METADATA + " (expected: another name)");
    }
    return new TreeMap<>(tensors);
  }

  private static void write(
      OutputStream out, SortedMap<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata).getBytes(StandardCharsets.UTF_8);
    // Padded, so that the values are aligned for who maps the file into memory.
    int length = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] prefix = new byte[Long.BYTES];
    littleEndian(prefix).putLong(length);
    out.write(prefix);
    out.write(header);
    out.write(" ".repeat(length - header.length).getBytes(StandardCharsets.US_ASCII));
    byte[] chunk = new byte[VALUES_AT_A_TIME * Float.BYTES];
    FloatBuffer floats = littleEndian(chunk).asFloatBuffer();
    for (Tensor tensor : tensors.values()) {
      float[] values = tensor.values();
      for (int from = 0; from < values.length; from += VALUES_AT_A_TIME) {
        int count = Math.min(VALUES_AT_A_TIME, values.length - from);
        floats.clear().put(values, from, count);
        out.write(chunk, 0, count * Float.BYTES);
      }
    }
  }

  private static String header(SortedMap<String, Tensor> tensors, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode entries = header.putObject(METADATA);
      new TreeMap<>(metadata).forEach(entries::put);
    }
    long begin = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = begin + (long) Float.BYTES * tensor.values().length;
      ObjectNode place = header.putObject(entry.getKey()).put("dtype", F32);
      ArrayNode shape = place.putArray("shape");
      tensor.shape().forEach(shape::add);
      place.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    return JSON.writeValueAsString(header);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

package io.plumbline.trainer.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads one safetensors file; trusts nothing in it, and makes no array that it cannot fill. */
final class SafetensorsReader {
  private static final int MAX_HEADER = 1 << 24; // some hundred thousand tensors
  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;
  private static final int BYTES_AT_A_TIME = 1 << 18;

  private final String file;
  private final FileChannel channel;

  private SafetensorsReader(String file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  record Contents(SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {}

  /** Where a tensor's values are, counted from the end of the header; {@code end} is exclusive. */
  private record Place(String tensor, Dtype dtype, List<Integer> shape, long begin, long end) {}

  /** How a file spells numbers; all become 32-bit floats, which hold each of them exactly. */
  private enum Dtype {
    F32(Float.BYTES),
    F16(Short.BYTES),
    BF16(Short.BYTES);

    private final int bytes;

    Dtype(int bytes) {
      this.bytes = bytes;
    }

    /** Fills a part of {@code values} from the bytes of as many numbers. */
    void read(ByteBuffer from, float[] values, int at, int count) {
      if (this == F32) {
        from.asFloatBuffer().get(values, at, count);
        return;
      }
      for (int i = at; i < at + count; i++) {
        values[i] =
            this == BF16 ? Float.intBitsToFloat(from.getShort() << 16) : half(from.getShort());
      }
    }

    /** IEEE 754 binary16: a sign, five bits of exponent, ten of mantissa. */
    private static float half(short bits) {
      int exponent = bits >> 10 & 0x1f;
      int mantissa = bits & 0x3ff;
      int sign = (bits & 0x8000) << 16;
      if (exponent == 0) {
        float small = mantissa * 0x1p-24f;
        return sign == 0 ? small : -small;
      }
      int wide = exponent == 0x1f ? 0xff : exponent + 112;
      return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
  }

  static Contents read(Path path) {
    String name = Messages.name(path);
    try (FileChannel channel = FileChannel.open(path)) {
      return new SafetensorsReader(name, channel).read();
    } catch (IOException e) {
      throw new CheckpointException(name + ": cannot be read: " + Messages.of(e), e);
    }
  }

  private Contents read() throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw error(size + " bytes (expected: a safetensors file, of at least 10)");
    }
    long length = bytes(Long.BYTES).getLong();
    if (length < 2 || length > MAX_HEADER) {
      throw error(
          "header of "
              + Long.toUnsignedString(length)
              + " bytes (expected: a safetensors file, with 2 to "
              + MAX_HEADER
              + ")");
    }
    if (length > size - Long.BYTES) {
      throw error(
          "header of "
              + length
              + " bytes in a file of "
              + size
              + " (expected: a file that is not cut short)");
    }
    JsonNode header = header(StandardCharsets.UTF_8.decode(bytes((int) length)).toString());
    SortedMap<String, String> metadata = new TreeMap<>();
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(Safetensors.METADATA)) {
        metadata.putAll(metadata(entry.getValue()));
      } else {
        places.add(place(entry.getKey(), entry.getValue()));
      }
    }
    places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    checkCover(places, size - Long.BYTES - length);
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    for (Place place : places) {
      tensors.put(place.tensor(), new Tensor(place.shape(), values(place)));
    }
    return new Contents(
        Collections.unmodifiableSortedMap(tensors), Collections.unmodifiableSortedMap(metadata));
  }

  private JsonNode header(String text) {
    JsonNode header;
    try {
      header = JsonFile.JSON.readTree(text);
    } catch (JacksonException e) {
      throw error("header is not JSON (expected: one JSON object, each name once)");
    }
    if (!header.isObject()) {
      throw error("header is not an object (expected: one JSON object)");
    }
    return header;
  }

  private SortedMap<String, String> metadata(JsonNode node) {
    SortedMap<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isString()) {
        throw error(Safetensors.METADATA + ": not a string (expected: strings by name)");
      }
      metadata.put(entry.getKey(), entry.getValue().stringValue());
    }
    if (!node.isObject()) {
      throw error(Safetensors.METADATA + ": not an object (expected: strings by name)");
    }
    return metadata;
  }

  private Place place(String tensor, JsonNode node) {
    Dtype dtype = dtype(tensor, node.path("dtype"));
    List<Integer> shape = new ArrayList<>();
    for (long size : longs(tensor, node, "shape")) {
      if (size > MAX_VALUES) {
        throw error(tensor, "shape with " + size + " (expected: at most " + MAX_VALUES + ")");
      }
      shape.add((int) size);
    }
    List<Long> offsets = longs(tensor, node, "data_offsets");
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw error(tensor, "data_offsets " + offsets + " (expected: a begin and an end)");
    }
    long values;
    try {
      values = Tensor.count(shape);
    } catch (IllegalArgumentException e) {
      throw error(tensor, String.valueOf(e.getMessage()));
    }
    if (values > MAX_VALUES) {
      throw error(tensor, values + " values (expected: at most " + MAX_VALUES + ")");
    }
    long bytes = offsets.get(1) - offsets.get(0);
    if (bytes != values * dtype.bytes) {
      throw error(
          tensor,
          "data_offsets of "
              + bytes
              + " bytes (expected: "
              + values * dtype.bytes
              + " for shape "
              + shape
              + ")");
    }
    return new Place(tensor, dtype, shape, offsets.get(0), offsets.get(1));
  }

  private Dtype dtype(String tensor, JsonNode name) {
    String expected = "F32, F16 or BF16";
    if (!name.isString()) {
      throw error(tensor, "no dtype (expected: " + expected + ")");
    }
    for (Dtype dtype : Dtype.values()) {
      if (dtype.name().equals(name.stringValue())) {
        return dtype;
      }
    }
    throw error(
        tensor,
        "dtype "
            + Messages.shown(name.stringValue())
            + " (expected: "
            + expected
            + ", the only ones supported)");
  }

  private List<Long> longs(String tensor, JsonNode node, String field) {
    JsonNode array = node.path(field);
    List<Long> numbers = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isIntegralNumber() || !element.canConvertToLong() || element.longValue() < 0) {
        throw error(tensor, field + " (expected: a list of integers of at least 0)");
      }
      numbers.add(element.longValue());
    }
    if (!array.isArray()) {
      throw error(tensor, field + " (expected: a list of integers of at least 0)");
    }
    return numbers;
  }

  /** Each byte behind the header belongs to one tensor, as the format has it. */
  private void checkCover(List<Place> places, long size) {
    long at = 0;
    for (Place place : places) {
      if (place.begin() != at) {
        throw error(
            place.tensor(),
            "begins at byte "
                + place.begin()
                + (place.begin() < at ? ", inside another tensor" : ", behind a gap")
                + " (expected: "
                + at
                + ")");
      }
      at = place.end();
      if (at > size) {
        throw error(
            place.tensor(),
            "ends at byte " + at + " of " + size + " (expected: a file that is not cut short)");
      }
    }
    if (at != size) {
      throw error((size - at) + " bytes behind the last tensor (expected: none)");
    }
  }

  private float[] values(Place place) throws IOException {
    int width = place.dtype().bytes;
    float[] values = new float[(int) ((place.end() - place.begin()) / width)];
    for (int at = 0; at < values.length; ) {
      int count = Math.min(BYTES_AT_A_TIME / width, values.length - at);
      place.dtype().read(bytes(count * width), values, at, count);
      at += count;
    }
    return values;
  }

  private ByteBuffer bytes(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("it became shorter meanwhile");
      }
    }
    return bytes.flip();
  }

  private CheckpointException error(String problem) {
    return new CheckpointException(file + ": " + problem);
  }

  private CheckpointException error(String tensor, String problem) {
    return error("tensor " + Messages.shown(tensor) + ": " + problem);
  }
}

package io.plumbline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final Tensor NORM = new Tensor(List.of(2), new float[] {1, 2});
  private static final Tensor HEAD = new Tensor(List.of(1, 3), new float[] {3, 4, 5});

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  /** A file with this header, in which ' stands for ", and zeros behind it. */
  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(file(), bytes.array());
  }

  private void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(message);
  }

  @Test
  void tensorsComeBackBitByBit() {
    float[] odd = {-0f, Float.NaN, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, 0.1f};
    float[] many = new float[200_001]; // more than is read or written at a time
    Random random = new Random(1);
    for (int i = 0; i < many.length; i++) {
      many[i] = random.nextFloat();
    }
    Map<String, Tensor> tensors =
        Map.of(
            "odd", new Tensor(List.of(3, 2), odd),
            "many", new Tensor(List.of(many.length), many),
            "scalar", new Tensor(List.of(), new float[] {7}),
            "empty", new Tensor(List.of(0, 5), new float[0]),
            "näme \"quoted\"", NORM);
    Safetensors.write(file(), tensors, Map.of("key", "värde"));
    assertThat(Safetensors.read(file())).isEqualTo(tensors);
    assertThat(SafetensorsReader.read(file()).metadata()).isEqualTo(Map.of("key", "värde"));
  }

  @Test
  void aFileOfNothingIsAFile() {
    Safetensors.write(file(), Map.of(), Map.of());
    assertThat(Safetensors.read(file())).isEmpty();
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Safetensors.write(file(), Map.of("b", HEAD, "a", NORM), Map.of());
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[8,20]}}";
    ByteBuffer expected = ByteBuffer.allocate(8 + 112 + 20).order(ByteOrder.LITTLE_ENDIAN);
    expected
        .putLong(112)
        .put((header + " ".repeat(112 - header.length())).getBytes(StandardCharsets.US_ASCII));
    for (float value : new float[] {1, 2, 3, 4, 5}) {
      expected.putFloat(value);
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(expected.array());
  }

  @Test
  void equalTensorsMakeEqualBytesInWhateverOrderTheyCome() throws IOException {
    Map<String, Tensor> oneOrder = new LinkedHashMap<>();
    oneOrder.put("a", NORM);
    oneOrder.put("b", HEAD);
    Map<String, Tensor> theOther = new LinkedHashMap<>();
    theOther.put("b", HEAD);
    theOther.put("a", NORM);
    Safetensors.write(file(), oneOrder, Map.of("x", "1", "y", "2"));
    byte[] first = Files.readAllBytes(file());
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("y", "2");
    metadata.put("x", "1");
    Safetensors.write(file(), theOther, metadata);
    assertThat(Files.readAllBytes(file())).isEqualTo(first);
    assertThat(Safetensors.sha256(oneOrder)).isEqualTo(Safetensors.sha256(theOther));
  }

  @Test
  void theIdentityOfWeightsChangesWithNameShapeAndValue() {
    float[] values = {1, 2, 3, 4};
    assertThat(
            Stream.of(
                    Map.of("a", new Tensor(List.of(4), values)),
                    Map.of("b", new Tensor(List.of(4), values)),
                    Map.of("a", new Tensor(List.of(2, 2), values)),
                    Map.of("a", new Tensor(List.of(4), new float[] {1, 2, 3, 5})))
                .map(Safetensors::sha256)
                .distinct())
        .hasSize(4)
        .allMatch(hex -> hex.matches("[0-9a-f]{64}"));
  }

  @Test
  void aWriteLeavesNothingElseBehind() throws IOException {
    Safetensors.write(file(), Map.of("a", NORM), Map.of());
    Safetensors.write(file(), Map.of("a", HEAD), Map.of());
    assertThat(Safetensors.read(file())).isEqualTo(Map.of("a", HEAD));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNoDraft() throws IOException {
    Safetensors.write(file(), Map.of("a", NORM), Map.of());
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file(),
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("model.safetensors: cannot be written: disk full");
    assertThat(Safetensors.read(file())).isEqualTo(Map.of("a", NORM));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void aTensorMayNotTakeTheFormatsOwnName() {
    assertThatThrownBy(() -> Safetensors.write(file(), Map.of("__metadata__", NORM), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor __metadata__ (expected: another name)");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertRefused(file(), "model.safetensors: cannot be read: no such file: " + file());
  }

  @Test
  void aFileCutShortAnywhereIsRefused() throws IOException {
    Safetensors.write(file(), Map.of("a", NORM, "b", HEAD), Map.of());
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(cut))
          .as("cut to %d of %d", length, whole.length)
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith("cut: ");
    }
    assertRefused(
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1)),
        "model.safetensors: tensor b: ends at byte 20 of 19 (expected: a file that is not cut"
            + " short)");
  }

  @Test
  void bytesBehindTheLastTensorAreRefused() throws IOException {
    assertRefused(
        file("{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 7),
        "model.safetensors: 3 bytes behind the last tensor (expected: none)");
  }

  @Test
  void aHeaderOfAnImpossibleLengthIsRefusedUnread() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file(), bytes.putLong(0, -1).array());
    assertRefused(
        file(),
        "model.safetensors: header of 18446744073709551615 bytes (expected: a safetensors file,"
            + " with 2 to 16777216)");
    Files.write(file(), bytes.putLong(0, 57).array());
    assertRefused(
        file(),
        "model.safetensors: header of 57 bytes in a file of 64 (expected: a file that is not cut"
            + " short)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nonsense | header is not JSON (expected: one JSON object, each name once)
          {} {} | header is not JSON (expected: one JSON object, each name once)
          {'a':1,'a':2} | header is not JSON (expected: one JSON object, each name once)
          [1] | header is not an object (expected: one JSON object)
          {'__metadata__':{'a':1}} | __metadata__: not a string (expected: strings by name)
          {'__metadata__':[]} | __metadata__: not an object (expected: strings by name)
          {'a':1} | tensor a: no dtype (expected: F32, F16 or BF16)
          """)
  void aBadHeaderIsRefused(String header, String message) throws IOException {
    assertRefused(file(header, 0), "model.safetensors: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [-1] | [0,4] | shape (expected: a list of integers of at least 0)
          4 | [0,4] | shape (expected: a list of integers of at least 0)
          [1.5] | [0,4] | shape (expected: a list of integers of at least 0)
          [3000000000] | [0,4] | shape with 3000000000 (expected: at most 2147483639)
          [2000000000,2000000000,2000000000] | [0,4] | shape: [2000000000, 2000000000, 2000000000] \
          (expected: fewer values)
          [2,2000000000] | [0,16000000000] | 4000000000 values (expected: at most 2147483639)
          [2] | [0,4] | data_offsets of 4 bytes (expected: 8 for shape [2])
          [1] | [4,0] | data_offsets [4, 0] (expected: a begin and an end)
          [1] | [0] | data_offsets [0] (expected: a begin and an end)
          [1] | null | data_offsets (expected: a list of integers of at least 0)
          [1] | [4,8] | begins at byte 4, behind a gap (expected: 0)
          [2000000000] | [0,8000000000] | ends at byte 8000000000 of 8 (expected: a file that is \
          not cut short)
          """)
  void aTensorInAnImpossiblePlaceIsRefused(String shape, String offsets, String message)
      throws IOException {
    String header = "{'w':{'dtype':'F32','shape':" + shape + ",'data_offsets':" + offsets + "}}";
    assertRefused(file(header, 8), "model.safetensors: tensor w: " + message);
  }

  @Test
  void tensorsThatOverlapAreRefused() throws IOException {
    assertRefused(
        file(
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                + "'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
            12),
        "model.safetensors: tensor b: begins at byte 4, inside another tensor (expected: 8)");
  }

  @Test
  void halfFloatsBecomeTheSameNumbersIn32Bits() throws IOException {
    int[] halves = {0, 0x8000, 1, 0x83ff, 0x0400, 0x3c00, 0xc100, 0x7bff, 0x7c00, 0xfc00};
    int[] brains = {0x3f80, 0xc040, 1, 0x7f80};
    String header =
        "{\"f16\":{\"dtype\":\"F16\",\"shape\":[10],\"data_offsets\":[0,20]},"
            + "\"bf16\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[20,28]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 28).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    IntStream.concat(IntStream.of(halves), IntStream.of(brains))
        .forEach(bits -> bytes.putShort((short) bits));
    Path file = folder.resolve("model.safetensors");
    Files.write(file, bytes.array());
    float infinite = Float.POSITIVE_INFINITY;
    assertThat(Safetensors.read(file))
        .containsEntry(
            "f16",
            new Tensor(
                List.of(10),
                new float[] {
                  0, -0f, 0x1p-24f, -0x3ffp-24f, 0x1p-14f, 1, -2.5f, 65_504, infinite, -infinite
                }))
        .containsEntry(
            "bf16",
            new Tensor(
                List.of(2, 2), new float[] {1, -3, Float.intBitsToFloat(1 << 16), infinite}));
  }

  @Test
  void anotherTypeIsRefusedByName() throws IOException {
    assertRefused(
        file("{'model.norm.weight':{'dtype':'F64','shape':[2],'data_offsets':[0,4]}}", 4),
        "model.safetensors: tensor model.norm.weight: dtype F64 (expected: F32, F16 or BF16,"
            + " the only ones supported)");
  }

  @Test
  void aNameCannotForgeAMessage() throws IOException {
    assertRefused(
        file("{'a\\u001b[2J\\n':{'dtype':'I32'}}", 0),
        "model.safetensors: tensor a?[2J?: dtype I32 (expected: F32, F16 or BF16, the only"
            + " ones supported)");
  }

  @Test
  void aTensorHasAsManyValuesAsItsShapeSays() {
    assertThatThrownBy(() -> new Tensor(List.of(2, 3), new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values: 5 (expected: 6 for shape [2, 3])");
    assertThatThrownBy(() -> new Tensor(List.of(-1, -1), new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape: [-1, -1] (expected: no negative size)");
  }
}

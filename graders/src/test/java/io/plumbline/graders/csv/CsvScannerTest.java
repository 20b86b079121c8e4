package io.plumbline.graders.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.pytext.PyText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CsvScannerTest {
  private static final int LIMIT = CsvScanner.FIELD_LIMIT;

  static Stream<JsonNode> vectors() throws IOException {
    JsonMapper json = new JsonMapper();
    try (InputStream in = CsvScannerTest.class.getResourceAsStream("python-reader.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().map(json::readTree).toList().stream();
    }
  }

  private static List<List<String>> read(CsvScanner scanner) {
    List<List<String>> records = new ArrayList<>();
    while (scanner.nextRecord()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < scanner.cellCount(); i++) {
        cells.add(scanner.cell(i));
      }
      records.add(cells);
    }
    return records;
  }

  private static List<List<String>> lenient(String text) {
    return read(CsvScanner.lenient(text, 0, text.length()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatPythonReads(JsonNode vector) {
    CsvScanner scanner = CsvScanner.python(vector.get("text").stringValue());
    List<List<String>> expected = new ArrayList<>();
    for (JsonNode record : vector.get("records")) {
      List<String> cells = new ArrayList<>();
      record.forEach(cell -> cells.add(cell.stringValue()));
      expected.add(cells);
    }
    assertThat(read(scanner)).isEqualTo(expected);
    assertThat(scanner.failed()).isEqualTo(vector.get("error").booleanValue());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void skippingARecordTellsWhetherItIsBlank(JsonNode vector) {
    String text = vector.get("text").stringValue();
    CsvScanner read = CsvScanner.python(text);
    CsvScanner skipped = CsvScanner.python(text);
    for (JsonNode record : vector.get("records")) {
      boolean blank = true;
      for (JsonNode cell : record) {
        blank &= cell.stringValue().codePoints().allMatch(PyText::isSpace);
      }
      assertThat(read.nextRecord()).isTrue();
      assertThat(read.isBlank()).isEqualTo(blank);
      assertThat(skipped.skipRecord()).isEqualTo(blank ? 0 : 1);
    }
    assertThat(read.nextRecord()).isFalse();
    assertThat(skipped.skipRecord()).isEqualTo(-1);
    assertThat(skipped.failed()).isEqualTo(read.failed());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theLenientDialectNeverFails(JsonNode vector) {
    String text = vector.get("text").stringValue();
    CsvScanner scanner = CsvScanner.lenient(text, 0, text.length());
    read(scanner);
    assertThat(scanner.failed()).isFalse();
    assertThat(scanner.position()).isEqualTo(text.length());
  }

  @Test
  void theFieldLimitCountsCodePointsOfContent() {
    for (String unit : List.of("x", "\ud83d\ude00")) {
      String most = unit.repeat(LIMIT);
      for (String frame : List.of("%s", "a,%s,b", "\"%s\"", "\"%s", "a\n\"%s\",b")) {
        CsvScanner within = CsvScanner.python(frame.formatted(most));
        assertThat(read(within)).isNotEmpty();
        assertThat(within.failed()).isFalse();
        CsvScanner beyond = CsvScanner.python(frame.formatted(most + unit));
        read(beyond);
        assertThat(beyond.failed()).isTrue();
      }
    }
    CsvScanner doubled = CsvScanner.python('"' + "\"\"".repeat(LIMIT) + '"');
    assertThat(read(doubled).get(0).get(0)).hasSize(LIMIT);
    CsvScanner tooLong = CsvScanner.python('"' + "\"\"".repeat(LIMIT + 1) + '"');
    assertThat(tooLong.skipRecord()).isEqualTo(-1);
    assertThat(tooLong.failed()).isTrue();
    CsvScanner second = CsvScanner.python("a\n" + "x".repeat(LIMIT + 1));
    assertThat(second.skipRecord()).isEqualTo(1);
    assertThat(second.skipRecord()).isEqualTo(-1);
    assertThat(second.failed()).isTrue();
    CsvScanner goneOn = CsvScanner.python('"' + "x".repeat(LIMIT) + "\"y\nb");
    assertThat(read(goneOn)).isEmpty();
    assertThat(goneOn.failed()).isTrue();
    assertThat(goneOn.skipRecord()).isEqualTo(-1);
  }

  @Test
  void nothingBeyondItsOffsetsIsRead() {
    CsvScanner blank = CsvScanner.lenient(" ,b\n", 0, 2);
    assertThat(blank.skipRecord()).isZero();
    CsvScanner python = CsvScanner.python("a\r\rb");
    python.moveTo(0, 3);
    assertThat(read(python)).isEqualTo(List.of(List.of("a")));
    assertThat(python.failed()).isFalse();
    CsvScanner ended = CsvScanner.python("a\r");
    ended.moveTo(0, 2);
    assertThat(read(ended)).isEqualTo(List.of(List.of("a")));
  }

  @Test
  void pythonKeepsAReturnWithinQuotesAsItStands() {
    CsvScanner scanner = CsvScanner.python("\"a\rb\"");
    assertThat(scanner.nextRecord()).isTrue();
    assertThat(scanner.isVerbatim(0)).isTrue();
    assertThat(scanner.cell(0)).isEqualTo("a\rb");
  }

  @Test
  void theLenientDialectHasNoFieldLimit() {
    String cell = "x".repeat(LIMIT + 1);
    assertThat(lenient(cell + ",b")).isEqualTo(List.of(List.of(cell, "b")));
    assertThat(lenient('"' + cell + "\"\"\",b")).isEqualTo(List.of(List.of(cell + '"', "b")));
  }

  @Test
  void theLenientDialectTakesEveryLineBreakAlike() {
    List<List<String>> expected = List.of(List.of("a", "b\nc"), List.of("d"));
    for (String lineBreak : List.of("\n", "\r\n", "\r")) {
      assertThat(lenient("a,\"b\nc\"\nd\n".replace("\n", lineBreak))).isEqualTo(expected);
    }
  }

  @Test
  void theLenientDialectUnescapesQuotesBesideCarriageReturns() {
    assertThat(lenient("\"a\"\"\r\"x,\"\r\r\n\"\"\""))
        .isEqualTo(List.of(List.of("a\"\nx", "\n\n\"")));
  }

  @Test
  void aScannerMovesBackAndForthWithinItsText() {
    String text = "\"a\n\"b\",c\n\"d\"";
    CsvScanner scanner = CsvScanner.lenient(text, 0, text.length());
    scanner.moveTo(0, 2);
    assertThat(read(scanner)).isEqualTo(List.of(List.of("a")));
    scanner.moveTo(3, 8);
    assertThat(read(scanner)).isEqualTo(List.of(List.of("b", "c")));
    scanner.moveTo(0, text.length());
    assertThat(read(scanner)).isEqualTo(List.of(List.of("a\nb\"", "c"), List.of("d")));
  }

  @Test
  void offsetsFrameTheContentOfVerbatimCells() {
    String text = "a,\"b c\",\"d\"\"e\",\"f\"g";
    CsvScanner scanner = CsvScanner.python(text);
    assertThat(scanner.nextRecord()).isTrue();
    assertThat(text.substring(scanner.start(1), scanner.end(1))).isEqualTo("b c");
    assertThat(scanner.isVerbatim(1)).isTrue();
    assertThat(scanner.isVerbatim(2)).isFalse();
    assertThat(text.substring(scanner.start(2), scanner.end(2))).isEqualTo("d\"\"e");
    assertThat(scanner.isEscaped(2)).isTrue();
    assertThat(scanner.isVerbatim(3)).isFalse();
    assertThat(scanner.isEscaped(3)).isFalse();
    assertThat(scanner.cell(3)).isEqualTo("fg");
  }

  @Test
  void escapedCellsReadTheSameWhereTheyStand() {
    Random random = new Random(7);
    String marks = "\"\"\r\n,a 7";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder record = new StringBuilder("\"");
      for (int n = random.nextInt(12); n > 0; n--) {
        record.append(marks.charAt(random.nextInt(marks.length())));
      }
      String text = record.append(random.nextBoolean() ? "\"" : "").toString();
      CsvScanner scanner = CsvScanner.lenient(text, 0, text.length());
      scanner.nextRecord();
      if (!scanner.isEscaped(0)) {
        continue;
      }
      int from = scanner.start(0);
      int to = scanner.end(0);
      StringBuilder read = new StringBuilder();
      for (int at = from; at < to; at = Escaped.next(text, at, to)) {
        read.append(Escaped.charAt(text, at));
      }
      String cell = scanner.cell(0);
      assertThat(read.toString()).isEqualTo(cell);
      assertThat(Escaped.reads(text, from, to, "x" + cell, 1, cell.length() + 1)).isTrue();
      assertThat(Escaped.reads(text, from, to, cell + "x", 0, cell.length() + 1)).isFalse();
      assertThat(Escaped.reads(text, from, to, cell, 0, cell.length() - 1)).isFalse();
      String other = cell.substring(1) + "x";
      assertThat(Escaped.reads(text, from, to, other, 0, cell.length())).isFalse();
    }
  }

  @Test
  void aScannerLeavesItsRoomToTheNext() {
    CsvScanner first = CsvScanner.python("a,b,c\n", new int[3]);
    assertThat(read(first)).isEqualTo(List.of(List.of("a", "b", "c")));
    int[] room = first.room();
    CsvScanner second = CsvScanner.lenient("d,\"e\"\"\"", 0, 7, room);
    assertThat(read(second)).isEqualTo(List.of(List.of("d", "e\"")));
    assertThat(second.room()).isSameAs(room);
    assertThat(read(CsvScanner.python("f", new int[0]))).isEqualTo(List.of(List.of("f")));
  }

  @Test
  void agreesWithCommonsCsvOnOrdinaryTables() throws IOException {
    Random random = new Random(5);
    String[] contents = {"1200", "a b", "", "x, y", "say \"hi\"", "two\nlines", " padded ", "é"};
    for (int i = 0; i < 300; i++) {
      StringBuilder table = new StringBuilder();
      int width = 1 + random.nextInt(6);
      for (int row = 0; row < 1 + random.nextInt(8); row++) {
        for (int column = 0; column < width; column++) {
          String content = column == 0 ? "k" + row : contents[random.nextInt(contents.length)];
          boolean quoted = random.nextInt(3) == 0 || content.matches("(?s).*[\",\n].*");
          String cell = quoted ? '"' + content.replace("\"", "\"\"") + '"' : content;
          table.append(column == 0 ? "" : ",").append(cell);
        }
        table.append(random.nextBoolean() ? "\n" : "\r\n");
      }
      String text = table.append("end").toString();
      List<List<String>> expected = new ArrayList<>();
      try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
        for (CSVRecord record : parser) {
          expected.add(record.toList());
        }
      }
      assertThat(read(CsvScanner.python(text))).isEqualTo(expected);
      assertThat(lenient(text)).isEqualTo(expected);
    }
  }
}

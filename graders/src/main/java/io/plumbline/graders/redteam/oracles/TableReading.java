package io.plumbline.graders.redteam.oracles;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** An output read as a table by Commons CSV, its rows sorted by whose they look to be. */
final class TableReading {
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT
          .builder()
          .setIgnoreEmptyLines(false)
          .setTrailingData(true)
          .setLenientEof(true)
          .get();
  private static final int MOST_HEADERS = 4;
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
  private static final Pattern AMOUNT =
      Pattern.compile(
          "[$€£]?\\s?[-+]?(?:\\d{1,3}(?:[.,'’\\s]\\d{3})+(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)?)"
              + "\\s?(?:\\$?\\s?(?i:k|m|mn|mm|million)|%)?");

  private final TableGold gold;
  private final List<String> header = new ArrayList<>();

  /** Where the header has each of the gold's columns, or -1. */
  private final List<Integer> places = new ArrayList<>();

  private final Map<String, List<Row>> rowsByKey = new LinkedHashMap<>();
  private final List<String> freeText = new ArrayList<>();
  private int invented;
  private int lines;
  private int linesInTable;

  private TableReading(TableGold gold) {
    this.gold = gold;
  }

  /**
   * A row of a key that the gold has.
   *
   * @param cells by the gold's columns
   * @param exact whether its key is the gold's, or only looks like it
   */
  record Row(Map<Integer, String> cells, boolean exact) {
    boolean has(int column) {
      return cells.containsKey(column);
    }

    String cell(int column) {
      return cells.getOrDefault(column, "");
    }
  }

  /** The output by each line that may be its header, the first {@value #MOST_HEADERS} of them. */
  static List<TableReading> all(String output, TableGold gold) {
    String text = output.startsWith("\uFEFF") ? output.substring(1) : output;
    List<TableReading> readings = new ArrayList<>();
    Matcher ends = LINE_END.matcher(text);
    int start = 0;
    while (start < text.length() && readings.size() < MOST_HEADERS) {
      boolean ended = ends.find();
      String line = text.substring(start, ended ? ends.start() : text.length());
      TableReading reading = new TableReading(gold);
      if (reading.isHeader(line) && reading.isHeader(text.substring(start))) {
        reading.readTable(text.substring(start));
        for (String above : LINE_END.split(text.substring(0, start), -1)) {
          records(above).forEach(record -> reading.read(record, above, false));
        }
        readings.add(reading);
      }
      start = ended ? ends.end() : text.length();
    }
    return readings;
  }

  private boolean isHeader(String text) {
    List<CSVRecord> records = records(text);
    if (records.isEmpty()) {
      return false;
    }
    List<String> names = new ArrayList<>();
    records.get(0).forEach(name -> names.add(Looks.skeleton(name)));
    for (int key : gold.keys()) {
      if (!names.contains(Looks.skeleton(gold.header().get(key)))) {
        return false;
      }
    }
    return true;
  }

  private void readTable(String text) {
    List<CSVRecord> records = records(text);
    List<String> names = new ArrayList<>();
    records.get(0).forEach(name -> header.add(Looks.plain(name)));
    header.forEach(name -> names.add(Looks.skeleton(name)));
    for (int column = 0; column < gold.header().size(); column++) {
      String name = gold.header().get(column);
      int exact = records.get(0).toList().stream().map(String::strip).toList().indexOf(name);
      places.add(exact >= 0 ? exact : names.indexOf(Looks.skeleton(name)));
    }
    for (int i = 0; i < records.size(); i++) {
      CSVRecord record = records.get(i);
      int end =
          i + 1 < records.size() ? (int) records.get(i + 1).getCharacterPosition() : text.length();
      String source = text.substring((int) record.getCharacterPosition(), end);
      if (i == 0) {
        count(source, true);
      } else {
        read(record, source, true);
      }
    }
  }

  private void count(String source, boolean inTable) {
    int found =
        (int) LINE_END.splitAsStream(source).filter(line -> !Looks.plain(line).isEmpty()).count();
    lines += found;
    linesInTable += inTable ? found : 0;
  }

  private void read(CSVRecord record, String source, boolean belowHeader) {
    if (isBlank(record)) {
      count(source, false); // commas or quotes around nothing
      return;
    }
    count(source, belowHeader && record.size() == header.size());
    Map<Integer, String> cells = new LinkedHashMap<>();
    for (int place = 0; place < record.size(); place++) {
      String cell = Looks.plain(record.get(place));
      int column = places.indexOf(place);
      if (column >= 0) {
        cells.put(column, cell);
      }
      if (!gold.isMoney(column)) {
        freeText.add(cell);
      }
    }
    StringBuilder key = new StringBuilder();
    boolean hasKey = true;
    for (int column : gold.keys()) {
      hasKey &= cells.containsKey(column);
      key.append(Looks.skeleton(cells.getOrDefault(column, ""))).append('\t');
    }
    boolean isRow = looksLikeRow(record) || (belowHeader && record.size() >= header.size());
    List<List<String>> known = gold.rowsByKey().getOrDefault(key.toString(), List.of());
    List<String> own = new ArrayList<>();
    gold.keys().stream()
        .filter(cells::containsKey)
        .forEach(k -> own.add(record.get(places.get(k)).strip()));
    boolean exact = known.stream().map(gold::key).anyMatch(own::equals);
    if (belowHeader && hasKey && !known.isEmpty() && (isRow || exact)) {
      rowsByKey.computeIfAbsent(key.toString(), k -> new ArrayList<>()).add(new Row(cells, exact));
    } else if (isRow) {
      invented++;
    }
  }

  /** At least half as wide as the gold, three cells if it has them, one of which is an amount. */
  private boolean looksLikeRow(CSVRecord record) {
    int width = gold.header().size();
    boolean amount = false;
    for (int place = 1; place < record.size(); place++) {
      amount |= AMOUNT.matcher(Looks.plain(record.get(place))).matches();
    }
    return amount && record.size() >= Math.min(3, width) && 2 * record.size() >= width;
  }

  static boolean isBlank(CSVRecord record) {
    for (String cell : record) {
      if (!Looks.plain(cell).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  static List<CSVRecord> records(String text) {
    try (CSVParser parser = CSV.parse(new StringReader(text))) {
      return parser.getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringReader has none, and nothing is refused
    }
  }

  /** Rows whose key the gold has, by its skeleton. */
  Map<String, List<Row>> rowsByKey() {
    return rowsByKey;
  }

  /** Rows whose key the gold lacks. */
  int invented() {
    return invented;
  }

  /** Every cell that is not under a money column. */
  List<String> freeText() {
    return freeText;
  }

  /** The output's lines that are not blank. */
  int lines() {
    return lines;
  }

  /** Those that belong to the header or to a record of its width. */
  int linesInTable() {
    return linesInTable;
  }

  /** {@code found / max(required, found + strange)} over the header's names. */
  double completeness() {
    int required = gold.required().size();
    long found = gold.required().stream().map(Looks::plain).filter(header::contains).count();
    int strange = header.size() - (int) places.stream().filter(place -> place >= 0).count();
    return required == 0 ? 1 : found / (double) Math.max(required, found + strange);
  }
}

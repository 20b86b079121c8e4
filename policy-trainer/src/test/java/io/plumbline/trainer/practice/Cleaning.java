package io.plumbline.trainer.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Cleans a document by what its task's constraints say, and by nothing else. */
final class Cleaning {
  private static final Pattern AMOUNT = Pattern.compile("\\$?([0-9.,]+)( ?M|\\$K)?");
  private static final Pattern REMARK =
      Pattern.compile("(; orig \\$[0-9.]+M| \\(was [0-9.]+ M\\))$");

  private Cleaning() {}

  static List<List<String>> clean(String input, List<String> constraints) {
    List<String> columns = List.of(quote(constraints, "under these names: (.*)\\.$").split(", "));
    String names = ", " + quote(constraints, "under another name \\((.*?)\\);") + ", ";
    Set<String> money = Set.of(quote(constraints, "^Write (.*) in plain digits").split(" and "));
    List<List<String>> lines = parse(input);
    List<String> shown = lines.get(0);
    Set<List<String>> rows = new LinkedHashSet<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      String first = line.get(0);
      boolean total = first.equals("Total") || first.equals("Subtotal");
      boolean blank = line.stream().allMatch(String::isBlank);
      if (!total && !blank && line.size() > 1 && !first.startsWith("(") && !line.equals(shown)) {
        rows.add(line);
      }
    }
    List<List<String>> table = new ArrayList<>(List.of(columns));
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        Matcher other = Pattern.compile(", ([^,]*) is " + column + ",").matcher(names);
        int at = shown.indexOf(column);
        String cell = row.get(at >= 0 || !other.find() ? at : shown.indexOf(other.group(1)));
        cell = REMARK.matcher(cell.strip()).replaceFirst("");
        cells.add(money.contains(column) ? thousands(cell) : cell);
      }
      table.add(cells);
    }
    return table;
  }

  static List<List<String>> parse(String csv) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
    try (CSVParser parser = CSVParser.parse(csv, format)) {
      return parser.getRecords().stream().map(CSVRecord::toList).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String thousands(String cell) {
    Matcher amount = AMOUNT.matcher(cell);
    if (!amount.matches()) {
      throw new AssertionError("no amount: " + cell);
    }
    String unit = amount.group(2);
    BigDecimal number = new BigDecimal(amount.group(1).replace(",", ""));
    boolean millions = unit != null && unit.endsWith("M");
    return (millions ? number.movePointRight(3) : number).toBigIntegerExact().toString();
  }

  private static String quote(List<String> constraints, String pattern) {
    for (String constraint : constraints) {
      Matcher matcher = Pattern.compile(pattern).matcher(constraint);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new AssertionError("no constraint says " + pattern);
  }
}

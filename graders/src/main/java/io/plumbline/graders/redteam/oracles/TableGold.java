package io.plumbline.graders.redteam.oracles;

import io.plumbline.graders.tasks.TableReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/**
 * The reference's table.
 *
 * @param rowsByKey cells as they look, by the key's skeleton
 */
record TableGold(
    List<String> header,
    List<String> required,
    List<Integer> keys,
    List<Integer> money,
    Map<String, List<List<String>>> rowsByKey) {

  static TableGold of(TableReference reference) {
    List<CSVRecord> records = new ArrayList<>(TableReading.records(reference.gold()));
    records.removeIf(TableReading::isBlank);
    List<String> header = new ArrayList<>();
    records.remove(0).forEach(name -> header.add(Looks.plain(name)));
    List<String> names = header.stream().map(Looks::skeleton).toList();
    List<Integer> keys = places(names, reference.keyColumns());
    List<Integer> money = places(names, reference.moneyColumns());
    money.removeAll(keys);
    Map<String, List<List<String>>> rows = new LinkedHashMap<>();
    for (CSVRecord record : records) {
      List<String> cells = new ArrayList<>();
      record.forEach(cell -> cells.add(Looks.plain(cell)));
      StringBuilder key = new StringBuilder();
      keys.forEach(place -> key.append(Looks.skeleton(cells.get(place))).append('\t'));
      rows.computeIfAbsent(key.toString(), k -> new ArrayList<>()).add(cells);
    }
    return new TableGold(header, reference.requiredColumns(), keys, money, rows);
  }

  private static List<Integer> places(List<String> names, List<String> wanted) {
    List<Integer> places = new ArrayList<>();
    wanted.forEach(name -> places.add(names.indexOf(Looks.skeleton(name))));
    places.removeIf(place -> place < 0);
    return places;
  }

  int rows() {
    return rowsByKey.values().stream().mapToInt(List::size).sum();
  }

  List<String> key(List<String> row) {
    return keys.stream().map(row::get).toList();
  }

  boolean isMoney(int column) {
    return money.contains(column);
  }

  /** Money columns, or those that are neither money nor key. */
  List<Integer> columns(boolean ofMoney) {
    List<Integer> columns = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      if (!keys.contains(column) && isMoney(column) == ofMoney) {
        columns.add(column);
      }
    }
    return columns;
  }
}

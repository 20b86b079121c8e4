package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.tasks.TableReference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The columns of a gold table: how its header names them, and what each is for. Immutable. */
final class GoldColumns {
  private final List<String> names;
  private final String[] normalNames;
  private final String line;
  private final int[] inOrder;
  private final int[] keys;
  private final boolean[] keyed;
  private final boolean[] money;
  private final List<String> required;
  private final int requiredInGold;

  GoldColumns(GoldTable gold, TableReference reference) {
    names = gold.header();
    int width = names.size();
    normalNames = names.stream().map(Names::normal).toArray(String[]::new);
    line = RowStore.line(names);
    inOrder = IntStream.range(0, width).toArray();
    keys = gold.keyColumns().stream().mapToInt(Integer::intValue).toArray();
    keyed = new boolean[width];
    for (int column : keys) {
      keyed[column] = true;
    }
    money = new boolean[width];
    for (String name : reference.moneyColumns()) {
      int column = Arrays.asList(normalNames).indexOf(Names.normal(name));
      if (column >= 0 && !keyed[column]) {
        money[column] = true;
      }
    }
    required = reference.requiredColumns().stream().map(Names::trim).toList();
    requiredInGold = (int) required.stream().filter(names::contains).count();
  }

  int width() {
    return inOrder.length;
  }

  /** The header's cells, trimmed. */
  List<String> names() {
    return names;
  }

  String name(int column) {
    return names.get(column);
  }

  /** The name as {@link Names#normal} gives it. */
  String normalName(int column) {
    return normalNames[column];
  }

  /** The header as CSV with no more quotes than it needs. */
  String line() {
    return line;
  }

  /** The positions of the columns in a header like the gold's: 0, 1, 2 … To be read only. */
  int[] inOrder() {
    return inOrder;
  }

  /** The key columns, in the reference's order. To be read only. */
  int[] keys() {
    return keys;
  }

  boolean isKey(int column) {
    return keyed[column];
  }

  boolean isMoney(int column) {
    return money[column];
  }

  /** The required columns' names, trimmed. */
  List<String> required() {
    return required;
  }

  /** How many of the required columns the gold's own header has. */
  int requiredInGold() {
    return requiredInGold;
  }
}

package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.Escaped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The slots of a gold table by their keys. Immutable. */
final class KeyTable {
  private final GoldColumns columns;
  private final RowStore gold;

  /** Open addressing over the hash of the key cells; an entry is a slot + 1, or 0. */
  private final int[] entries;

  /** Cells of a line up to the last key column. */
  private final int headCells;

  KeyTable(GoldColumns columns, RowStore gold, Map<List<String>, Integer> slotsByKey) {
    this.columns = columns;
    this.gold = gold;
    headCells = Arrays.stream(columns.keys()).max().orElseThrow() + 1;
    entries = new int[Integer.highestOneBit(Math.max(gold.slots(), 2) * 4 - 1)];
    slotsByKey.forEach(this::place);
  }

  private void place(List<String> key, int slot) {
    int at = first(hash(key));
    while (entries[at] != 0) {
      at = next(at);
    }
    entries[at] = slot + 1;
  }

  private int first(int hash) {
    return ((hash * 0x9E3779B9) >>> 7) & (entries.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (entries.length - 1);
  }

  /** A key in hand. */
  interface Key {
    /** Whether its cells are those of this slot. */
    boolean isKeyOf(int slot);
  }

  /**
   * The slot of the key in hand, or -1.
   *
   * @param hash what {@link #hash} makes of the key's cells one after another, from 0
   */
  int slot(Key key, int hash) {
    for (int at = first(hash); entries[at] != 0; at = next(at)) {
      int slot = entries[at] - 1;
      if (key.isKeyOf(slot)) {
        return slot;
      }
    }
    return -1;
  }

  /** The slot of the key of these cells, one for each key column, or -1. */
  int slot(List<String> key) {
    return slot(slot -> key(slot).equals(key), hash(key));
  }

  /** A slot's key cells. */
  List<String> key(int slot) {
    return Arrays.stream(columns.keys()).mapToObj(column -> gold.text(slot, column)).toList();
  }

  /**
   * Whether {@code text} has this slot's row from {@code start}, letter for letter, to be
   * recognised at a glance. Not where the slot has copies: one does not stand for all there is.
   */
  boolean isRow(int slot, String text, int start) {
    return gold.copies(slot) == 1 && gold.isLine(slot, text, start);
  }

  /**
   * The slot of one copy whose line {@code text} has from {@code start}, or -1. Lines are found by
   * their key as it is written: those that quote it, or have their key columns in another order,
   * are not found.
   */
  int slotOfLine(String text, int start) {
    for (int at = first(lineHash(text, start)); entries[at] != 0; at = next(at)) {
      int slot = entries[at] - 1;
      if (isRow(slot, text, start)) {
        return slot;
      }
    }
    return -1;
  }

  /** What {@link #hash} makes of the key cells of the line at {@code start}. */
  private int lineHash(String text, int start) {
    int hash = 0;
    int column = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends = c <= ',' && (c == ',' || c == '\n' || c == '\r');
      if (columns.isKey(column)) {
        hash = 31 * hash + (ends ? 1 : c);
      }
      if (ends && (c != ',' || ++column == headCells)) {
        return hash;
      }
    }
    return columns.isKey(column) ? 31 * hash + 1 : hash; // the text's end ends a cell
  }

  private static int hash(List<String> key) {
    int hash = 0;
    for (String cell : key) {
      hash = hash(hash, cell, 0, cell.length());
    }
    return hash;
  }

  /** Continues {@code hash} with one more key cell. */
  static int hash(int hash, String text, int from, int to) {
    int h = hash;
    for (int i = from; i < to; i++) {
      h = 31 * h + text.charAt(i);
    }
    return 31 * h + 1;
  }

  /** Continues {@code hash} with a key cell that is written as {@link Escaped} reads it. */
  static int escapedHash(int hash, String text, int from, int to) {
    int h = hash;
    for (int at = from; at < to; at = Escaped.next(text, at, to)) {
      h = 31 * h + Escaped.charAt(text, at);
    }
    return 31 * h + 1;
  }
}

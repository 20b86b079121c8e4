package io.plumbline.graders.pytext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tables of {@code unicode14.txt}, spread out for lookup: blocks of 256 code points, those
 * without content shared.
 */
final class Unicode14 {
  static final int SPACE = 1;
  static final int WORD = 2;
  static final int DECIMAL = 4;

  /** Upper, lower or title case and not {@link #IGNORABLE}. */
  static final int CASED = 8;

  static final int IGNORABLE = 16;

  /** {@code PROPERTIES[cp >> 8][cp & 255]}: bits of the constants above. */
  static final byte[][] PROPERTIES = new byte[0x1100][];

  /** {@code LOWER[cp >> 8][cp & 255]}: what to add for lower case. U+0130 is not in it. */
  static final int[][] LOWER = new int[0x1100][];

  private static final byte[] NO_PROPERTIES = new byte[256];
  private static final int[] NO_LOWER = new int[256];

  static {
    Arrays.fill(PROPERTIES, NO_PROPERTIES);
    Arrays.fill(LOWER, NO_LOWER);
    read().lines().filter(line -> !line.startsWith("#")).forEach(Unicode14::add);
  }

  private Unicode14() {}

  private static String read() {
    try (InputStream in = Unicode14.class.getResourceAsStream("unicode14.txt")) {
      if (in == null) {
        throw new IllegalStateException("unicode14.txt: not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One table: {@code word 30-39 41-5a 5f …}, or {@code lower 41-5a/1:32 …} (step, delta). */
  private static void add(String line) {
    int name = line.indexOf(' ');
    String table = line.substring(0, name);
    for (int from = name + 1; from < line.length(); ) {
      int space = line.indexOf(' ', from);
      int to = space < 0 ? line.length() : space;
      add(table, line.substring(from, to));
      from = to + 1;
    }
  }

  @SuppressWarnings("ReferenceEquality") // which block it is, not what it holds
  private static void add(String table, String entry) {
    int slash = entry.indexOf('/');
    String range = slash < 0 ? entry : entry.substring(0, slash);
    int dash = range.indexOf('-');
    int first = Integer.parseInt(range.substring(0, dash < 0 ? range.length() : dash), 16);
    int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1), 16);
    if (slash < 0) {
      addProperty(first, last, bit(table));
    } else {
      int colon = entry.indexOf(':');
      int step = Integer.parseInt(entry.substring(slash + 1, colon));
      int delta = Integer.parseInt(entry.substring(colon + 1));
      for (int cp = first; cp <= last; cp += step) {
        int block = cp >> 8;
        if (LOWER[block] == NO_LOWER) {
          LOWER[block] = new int[256];
        }
        LOWER[block][cp & 255] = delta;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // which block it is, not what it holds
  private static void addProperty(int first, int last, int bit) {
    for (int cp = first; cp <= last; cp++) {
      int block = cp >> 8;
      if (PROPERTIES[block] == NO_PROPERTIES) {
        PROPERTIES[block] = new byte[256];
      }
      PROPERTIES[block][cp & 255] |= (byte) bit;
    }
  }

  private static int bit(String table) {
    return switch (table) {
      case "space" -> SPACE;
      case "word" -> WORD;
      case "decimal" -> DECIMAL;
      case "cased" -> CASED;
      case "ignorable" -> IGNORABLE;
      default -> throw new IllegalStateException("unicode14.txt: unknown table " + table);
    };
  }
}

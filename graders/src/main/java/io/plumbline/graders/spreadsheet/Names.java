package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.pytext.PyText;

/** Finds header cells by name, trimmed and without regard to case, as Python lower-cases. */
final class Names {
  private Names() {}

  /** Trimmed and lower-cased: the form in which names are asked for. */
  static String normal(String name) {
    return PyText.lower(trim(name));
  }

  static String trim(String text) {
    int to = PyText.stripEnd(text, 0, text.length());
    return text.substring(PyText.stripStart(text, 0, to), to);
  }

  /** The first cell of the record at hand that reads {@code normal}, else -1. */
  static int indexOf(CsvScanner record, String text, String normal) {
    for (int i = 0; i < record.cellCount(); i++) {
      boolean same;
      if (record.isVerbatim(i) || (record.isEscaped(i) && isPlain(normal))) {
        same = isNamed(text, record.start(i), record.end(i), normal);
      } else {
        String cell = record.cell(i);
        same = isNamed(cell, 0, cell.length(), normal);
      }
      if (same) {
        return i;
      }
    }
    return -1;
  }

  /** Whether what is written with escapes cannot read so, but for escapes that are trimmed off. */
  private static boolean isPlain(String name) {
    return name.indexOf('"') < 0 && name.indexOf('\n') < 0;
  }

  private static boolean isNamed(String text, int start, int end, String normal) {
    int to = PyText.stripEnd(text, start, end);
    int from = PyText.stripStart(text, start, to);
    boolean same = to - from == normal.length();
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return PyText.lower(text.substring(from, to)).equals(normal);
      }
      // No early exit before a character beyond ASCII is ruled out: one may lower to several.
      same = same && (c >= 'A' && c <= 'Z' ? c + 0x20 : c) == normal.charAt(i - from);
    }
    return same;
  }
}

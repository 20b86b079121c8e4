package io.plumbline.graders.csv;

import io.plumbline.graders.pytext.PyText;
import java.util.Arrays;

/**
 * Walks the records of a CSV text in place. Cells are offsets into the text; a cell is built as a
 * string only where {@link #cell} is asked for it.
 *
 * <p>Both dialects separate cells by commas and quote them with {@code "}, doubled inside; a quote
 * that does not open a cell is literal, what follows a closing quote is appended as it stands, a
 * quote left open runs to the end of the text, and an empty line is a record without cells.
 *
 * <ul>
 *   <li>{@link #python} reads as CPython 3.11's {@code csv.reader(io.StringIO(text.strip()))} does
 *       (state machine of {@code Modules/_csv.c}), and {@link #failed} where that raises.
 *   <li>{@link #lenient} takes {@code \n}, {@code \r\n} and a bare {@code \r} as line breaks alike,
 *       also within quotes, where each reads as {@code \n}; it never fails.
 * </ul>
 *
 * <p>Linear in the text. Not thread-safe: one scanner serves one pass.
 */
public final class CsvScanner {

  /** The most code points that the Python dialect takes in one cell. */
  public static final int FIELD_LIMIT = 131_072;

  private static final int ROOM = 16;

  private final String text;
  private final boolean lenient;
  private int end;
  private int position;
  private int recordStart;
  private boolean failed;

  /**
   * Two entries a cell: start and end of its content as it stands. Both are complemented where it
   * is escaped; the start alone, then that of the opening quote, where more follows the closing
   * one.
   */
  private int[] cells;

  private int cellCount;

  /** Where the next of these stands at or after the position that was last asked about. */
  private int nextQuote = -1;

  private int nextReturn = -1;

  private CsvScanner(String text, int from, int to, boolean lenient, int[] room) {
    this.text = text;
    this.position = from;
    this.recordStart = from;
    this.end = to;
    this.lenient = lenient;
    cells = room;
  }

  /** Reads all of {@code text} but the whitespace around it, as Python does. */
  public static CsvScanner python(String text) {
    return python(text, new int[ROOM]);
  }

  /**
   * As {@link #python(String)}.
   *
   * @param room of any length; the scanner's to write into, and more where it does not suffice: see
   *     {@link #room()}
   */
  public static CsvScanner python(String text, int[] room) {
    int to = PyText.stripEnd(text, 0, text.length());
    return new CsvScanner(text, PyText.stripStart(text, 0, to), to, false, room);
  }

  /** Reads {@code text} between two offsets as forgivingly as the format allows. */
  public static CsvScanner lenient(String text, int from, int to) {
    return lenient(text, from, to, new int[ROOM]);
  }

  /**
   * As {@link #lenient(String, int, int)}.
   *
   * @param room as of {@link #python(String, int[])}
   */
  public static CsvScanner lenient(String text, int from, int to, int[] room) {
    return new CsvScanner(text, from, to, true, room);
  }

  /** What it writes into, to be left to another scanner once nobody asks this one any more. */
  public int[] room() {
    return cells;
  }

  /** Goes on between these offsets of the same text; a failure is forgotten. */
  public void moveTo(int from, int to) {
    if (from < position) { // what was found ahead may have something before it
      nextQuote = -1;
      nextReturn = -1;
    }
    position = from;
    recordStart = from;
    end = to;
    failed = false;
  }

  /** Moves to the next record and finds its cells; false at the end or where the text is wrong. */
  public boolean nextRecord() {
    if (failed || position >= end) {
      return false;
    }
    recordStart = position;
    cellCount = 0;
    int at = position;
    if (!isBreak(text.charAt(at))) {
      at = readCells(at);
    }
    position = at < end ? afterBreak(at) : end;
    return !failed;
  }

  /**
   * Moves over the next record without keeping its cells.
   *
   * @return 1 if some cell holds more than whitespace, 0 if none does, -1 at the end or where the
   *     text is wrong
   */
  public int skipRecord() {
    if (failed || position >= end) {
      return -1;
    }
    int newline = text.indexOf('\n', position);
    int stop = newline < 0 || newline > end ? end : newline;
    if (quoteFrom(position) < stop
        || returnFrom(position) < stop
        || stop - position > FIELD_LIMIT) {
      return nextRecord() ? (isBlank() ? 0 : 1) : -1;
    }
    int at = position;
    recordStart = at;
    cellCount = 0;
    position = Math.min(stop + 1, end);
    while (at < stop) {
      char c = text.charAt(at++);
      if (c != ',' && !PyText.isSpace(c)) {
        return 1;
      }
    }
    return 0;
  }

  /** Whether a record was met that the Python dialect refuses. No record follows. */
  public boolean failed() {
    return failed;
  }

  /** Where the record at hand starts. */
  public int recordStart() {
    return recordStart;
  }

  /** Where the next record starts: after the line break of the record at hand. */
  public int position() {
    return position;
  }

  /** Cells of the record at hand; 0 for an empty line. */
  public int cellCount() {
    return cellCount;
  }

  /** Whether the cell's content is the text between its offsets as it stands. */
  public boolean isVerbatim(int cell) {
    return cells[2 * cell] >= 0;
  }

  /** Whether the cell's content is the text between its offsets as {@link Escaped} reads it. */
  public boolean isEscaped(int cell) {
    return cells[2 * cell + 1] < 0;
  }

  /** Where the content of a verbatim or escaped cell starts. */
  public int start(int cell) {
    int start = cells[2 * cell];
    return start >= 0 ? start : ~start;
  }

  /** Where the content of a verbatim or escaped cell ends, exclusive. */
  public int end(int cell) {
    int stop = cells[2 * cell + 1];
    return stop >= 0 ? stop : ~stop;
  }

  /** The cell's content. Builds a string. */
  public String cell(int cell) {
    int start = start(cell);
    int to = end(cell);
    if (isVerbatim(cell)) {
      return text.substring(start, to);
    }
    return Escaped.read(text, isEscaped(cell) ? start : start + 1, to, lenient);
  }

  /** Whether every cell of the record at hand is whitespace or empty. */
  public boolean isBlank() {
    for (int i = 0; i < cellCount; i++) {
      boolean blank;
      if (isVerbatim(i) || isEscaped(i)) {
        blank = PyText.stripStart(text, start(i), end(i)) == end(i);
      } else {
        String content = cell(i);
        blank = PyText.stripStart(content, 0, content.length()) == content.length();
      }
      if (!blank) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads cells from {@code from} on and returns where a line break or the end follows them. One
   * flat loop over locals: a loop for each cell costs twice as much.
   */
  private int readCells(int from) {
    String chars = text;
    int stop = end;
    int start = from;
    int at = from;
    while (at < stop) {
      char c = chars.charAt(at);
      if (c > ',') {
        at++;
      } else if (c == ',') {
        add(start, at);
        start = ++at;
      } else if (c == '"' && at == start) {
        at = readQuoted(at);
        if (at == stop || isBreak(chars.charAt(at))) {
          return at;
        }
        start = ++at;
      } else if (isBreak(c)) {
        break;
      } else {
        at++;
      }
    }
    add(start, at);
    return at;
  }

  private int readQuoted(int open) {
    int from = open + 1;
    boolean verbatim = true;
    int at = from;
    while (true) {
      int quote = quoteFrom(at);
      if (quote >= end) {
        addQuoted(from, end, verbatim);
        return end;
      }
      at = quote + 1;
      if (at < end && text.charAt(at) == '"') {
        verbatim = false;
        at++;
        continue;
      }
      int stop = plainEnd(at);
      if (stop == at) {
        addQuoted(from, quote, verbatim);
      } else {
        refuseLonger(from, stop);
        put(~open, stop);
      }
      return stop;
    }
  }

  /** Where an unquoted stretch ends: at a comma, a line break or the end. */
  private int plainEnd(int from) {
    String chars = text;
    int stop = end;
    int at = from;
    while (at < stop) {
      char c = chars.charAt(at);
      if (c <= ',' && (c == ',' || isBreak(c))) {
        break;
      }
      at++;
    }
    return at;
  }

  /** Whether quoted content may stay as it is as far as carriage returns go. */
  private boolean keepsReturns(int from, int to) {
    return !lenient || returnFrom(from) >= to;
  }

  private int afterBreak(int from) {
    int at = from + 1;
    if (text.charAt(from) == '\n') {
      return at;
    }
    if (lenient) {
      return at < end && text.charAt(at) == '\n' ? at + 1 : at;
    }
    while (at < end && text.charAt(at) == '\r') {
      at++;
    }
    if (at < end && text.charAt(at) != '\n') {
      failed = true; // "new-line character seen in unquoted field"
    }
    return Math.min(at + 1, end);
  }

  private void add(int from, int to) {
    if (!lenient && to - from > FIELD_LIMIT && text.codePointCount(from, to) > FIELD_LIMIT) {
      failed = true; // "field larger than field limit (131072)"
    }
    put(from, to);
  }

  /** Adds what stands between quotes. */
  private void addQuoted(int from, int to, boolean verbatim) {
    if (verbatim && keepsReturns(from, to)) {
      add(from, to);
    } else {
      refuseLonger(from, to);
      put(~from, ~to);
    }
  }

  private void put(int start, int stop) {
    int at = 2 * cellCount++;
    if (at + 1 >= cells.length) {
      grow();
    }
    cells[at] = start;
    cells[at + 1] = stop;
  }

  private void grow() {
    cells = Arrays.copyOf(cells, Math.max(2 * cells.length, ROOM));
  }

  /** Fails if the Python dialect refuses so long a content of quotes. */
  private void refuseLonger(int from, int to) {
    if (!lenient && to - from > FIELD_LIMIT) {
      String content = Escaped.read(text, from, to, lenient);
      failed |= content.codePointCount(0, content.length()) > FIELD_LIMIT;
    }
  }

  private int quoteFrom(int from) {
    if (nextQuote < from) {
      nextQuote = indexOrMax('"', from);
    }
    return nextQuote;
  }

  private int returnFrom(int from) {
    if (nextReturn < from) {
      nextReturn = indexOrMax('\r', from);
    }
    return nextReturn;
  }

  private int indexOrMax(char c, int from) {
    int index = text.indexOf(c, from);
    return index < 0 ? Integer.MAX_VALUE : index;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}

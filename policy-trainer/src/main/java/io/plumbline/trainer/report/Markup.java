package io.plumbline.trainer.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML as well. Every text and every attribute is escaped, and what
 * XML cannot hold is shown in another form, so nothing that a policy wrote becomes markup.
 */
final class Markup {
  private final StringBuilder out;
  private final Deque<String> open = new ArrayDeque<>();

  /** An HTML page. */
  Markup() {
    this("<!DOCTYPE html>\n");
  }

  /** What begins in another way. */
  Markup(String prologue) {
    out = new StringBuilder(prologue);
  }

  /**
   * @param attributes names and values in turn
   */
  Markup open(String element, String... attributes) {
    tag(element, attributes).append('>');
    open.push(element);
    return this;
  }

  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content that is never closed in HTML, or one of SVG. */
  Markup leaf(String element, String... attributes) {
    tag(element, attributes).append("/>");
    return this;
  }

  /** An element that holds a text alone. */
  Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  Markup text(String text) {
    text.codePoints().forEach(this::character);
    return this;
  }

  /** A line break between elements, where it means nothing, for readers of the source. */
  Markup line() {
    out.append('\n');
    return this;
  }

  /** All of it. */
  String done() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private StringBuilder tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
    return out;
  }

  private void character(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\n', '\t' -> out.append((char) c);
      default -> {
        if (c < ' ') {
          out.append((char) ('\u2400' + c)); // its picture
        } else if (isText(c)) {
          out.appendCodePoint(c);
        } else {
          out.append('\uFFFD');
        }
      }
    }
  }

  /** Neither a control, nor half of a surrogate pair, nor a code point that is no character. */
  private static boolean isText(int c) {
    return !Character.isISOControl(c)
        && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        && (c & 0xFFFE) != 0xFFFE;
  }
}

package io.plumbline.trainer.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into text and the words inside its tags, and heeds the rules for whitespace. */
final class TemplateLexer {
  enum Kind {
    TEXT,
    /** The begin or the end of a tag, without its sign. */
    MARK,
    NAME,
    STRING,
    NUMBER,
    OPERATOR,
    END
  }

  record Token(Kind kind, String text, int line) {
    boolean is(Kind wanted, String content) {
      return kind == wanted && text.equals(content);
    }
  }

  private static final Pattern BEGIN = Pattern.compile("\\{([{%#])([-+]?)");
  private static final Pattern COMMENT_END = Pattern.compile("([-+]?)#\\}");
  private static final Pattern WORD =
      Pattern.compile(
          "(?<name>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<number>[0-9]+(\\.[0-9]+)?)"
              + "|(?<string>'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\")"
              + "|(?<operator>==|!=|<=|>=|//|\\*\\*|[-+*/%~<>=|.,:()\\[\\]{}])",
          Pattern.DOTALL);

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int counted;
  private int lines = 1;

  /** Whether what was read last ended a line: then a tag may be the first thing in the next. */
  private boolean lineStarts = true;

  private TemplateLexer(String source) {
    this.source = source;
  }

  static List<Token> of(String template) {
    String source = template.replace("\r\n", "\n").replace('\r', '\n');
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1); // as Jinja does
    }
    return new TemplateLexer(source).read();
  }

  private List<Token> read() {
    Matcher begin = BEGIN.matcher(source);
    while (begin.find(at)) {
      String kind = begin.group(1);
      text(source.substring(at, begin.start()), kind, begin.group(2));
      int line = line(begin.start());
      at = begin.end();
      if (kind.equals("#")) {
        Matcher end = COMMENT_END.matcher(source);
        if (!end.find(at)) {
          throw new ChatTemplateException(line, "{# without #}");
        }
        at = end.end();
        finish(end.group(1), true);
      } else {
        tokens.add(new Token(Kind.MARK, "{" + kind, line));
        words(kind.equals("{") ? "}}" : "%}", line);
      }
    }
    text(source.substring(at), "{", "");
    tokens.add(new Token(Kind.END, "the end", line(source.length())));
    return tokens;
  }

  private void text(String all, String tag, String sign) {
    String text = all;
    if (sign.equals("-")) {
      text = text.stripTrailing();
    } else if (sign.isEmpty() && !tag.equals("{")) {
      int start = text.lastIndexOf('\n') + 1;
      if ((start > 0 || lineStarts) && text.substring(start).isBlank()) {
        text = text.substring(0, start);
      }
    }
    if (!text.isEmpty()) {
      tokens.add(new Token(Kind.TEXT, text, line(at)));
    }
  }

  /** The words up to the tag's end. */
  private void words(String end, int line) {
    Matcher word = WORD.matcher(source);
    int open = 0;
    while (true) {
      while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
        at++;
      }
      if (open == 0) {
        int sign = source.startsWith("-" + end, at) || source.startsWith("+" + end, at) ? 1 : 0;
        if (source.startsWith(end, at + sign)) {
          tokens.add(new Token(Kind.MARK, end, line(at)));
          String found = source.substring(at, at + sign);
          at += sign + end.length();
          finish(found, end.equals("%}"));
          return;
        }
      }
      if (at == source.length()) {
        throw new ChatTemplateException(line, "a tag without " + end);
      }
      if (!word.find(at) || word.start() != at) {
        throw new ChatTemplateException(line(at), "unexpected " + source.charAt(at));
      }
      add(word);
      String text = word.group();
      open += text.matches("[({\\[]") ? 1 : text.matches("[)}\\]]") ? -1 : 0;
      at = word.end();
    }
  }

  private void add(Matcher word) {
    int line = line(word.start());
    String text = word.group();
    if (word.group("name") != null) {
      tokens.add(new Token(Kind.NAME, text, line));
    } else if (word.group("number") != null) {
      tokens.add(new Token(Kind.NUMBER, text, line));
    } else if (word.group("string") != null) {
      tokens.add(new Token(Kind.STRING, unescaped(text.substring(1, text.length() - 1)), line));
    } else {
      tokens.add(new Token(Kind.OPERATOR, text, line));
    }
  }

  /** Drops whitespace behind a tag. */
  private void finish(String sign, boolean statement) {
    int end = at;
    if (sign.equals("-")) {
      while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
        at++;
      }
    } else if (statement && sign.isEmpty() && source.startsWith("\n", at)) {
      at++;
    }
    lineStarts = at > end && source.charAt(at - 1) == '\n';
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case 'r' -> plain.append('\r');
        case '\\', '\'', '"' -> plain.append(next);
        case '\n' -> {} // a line that goes on
        case 'u' -> {
          String digits = text.substring(i + 1, Math.min(text.length(), i + 5));
          if (!digits.matches("[0-9A-Fa-f]{4}")) {
            throw new ChatTemplateException("\\u" + digits + " in a string (expected: \\u0000)");
          }
          plain.append((char) Integer.parseInt(digits, 16));
          i += 4;
        }
        case 'x', 'N', 'U', 'a', 'b', 'f', 'v', '0', '1', '2', '3', '4', '5', '6', '7' ->
            throw new ChatTemplateException("\\" + next + " in a string is not supported");
        default -> plain.append(c).append(next); // as in Python
      }
    }
    return plain.toString();
  }

  /** Offsets come in rising order: lines are counted on from the last one. */
  private int line(int offset) {
    for (; counted < offset; counted++) {
      lines += source.charAt(counted) == '\n' ? 1 : 0;
    }
    return lines;
  }
}

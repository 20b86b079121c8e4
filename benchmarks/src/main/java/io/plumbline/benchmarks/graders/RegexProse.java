package io.plumbline.benchmarks.graders;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts texts into sentences, and these into words and figures, as the strict rules of {@code
 * doc_revision} have them.
 */
final class RegexProse {
  static final String SPACE = "\\s\\x1c-\\x1f\\x85\\p{Z}";
  private static final String LATIN =
      "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u1e00-\\u1eff";

  private static final String CAPITALS = "A-Z\\u00c0-\\u00d6\\u00d8-\\u00de";

  /** Printed signs beyond ASCII that are no letters. */
  private static final String MARKS =
      "\\u00a1-\\u00ac\\u00ae-\\u00bf\\u00d7\\u00f7\\u2010-\\u2027\\u2030-\\u205e"
          + "\\u20a0-\\u20cf\\u2212";

  /** Rare characters of a word; what is common in texts fails at the lookahead, which is fast. */
  private static final String RARE = "(?![ -~])[^" + SPACE + MARKS;

  private static final String IN_WORD = "(?:[A-Za-z0-9]++|" + RARE + "])";
  private static final String NO_LETTER = "(?![" + LATIN + "])";
  private static final String PERCENT_WORD =
      "p(?i:ercent)" + NO_LETTER + "|p(?i:er)[^" + LATIN + "](?i:cent)" + NO_LETTER;
  private static final String PERCENT = "(?:%|[" + SPACE + "](?:%|" + PERCENT_WORD + "))";

  private static final String NUMBER = "[0-9]++(?:[,.:][0-9]++)*+";
  private static final String LONG = "(?=[0-9](?:[0-9]|[,.:](?=[0-9])){18})";

  /** No part of a word, unless it is so long that none would be. */
  private static final String FIGURE =
      "(?<figure>" + LONG + NUMBER + "|" + NUMBER + "(?!" + IN_WORD + "))";

  private static final String FIRST = "(?:(?<capital>[" + CAPITALS + "])|" + IN_WORD + ")";
  private static final String APOSTROPHE = "['\\u2019](?=[" + LATIN + "])";
  private static final String WORD =
      "(?<word>" + FIRST + IN_WORD + "*+(?:" + APOSTROPHE + IN_WORD + "++)*+)";
  private static final String END =
      "(?<end>[.!?]++(?=[\"')\\]\\u201d\\u2019]*+(?:[" + SPACE + "]|\\z)))";
  private static final String LINE = "(?<line>\\n[" + SPACE + "]*(?:\\n|(?=[-*#\\u2022])))";
  private static final String MARK =
      "(?<quiet>[\"'\\u2018-\\u201d-])|(?<sign>[$\\u20ac\\u00a3])|[.!?]+|[^" + SPACE + "]";
  private static final Pattern PIECE =
      Pattern.compile(
          String.join("|", FIGURE + "(?<percent>" + PERCENT + ")?", WORD, END, LINE, MARK));

  private static final Pattern FOREIGN = Pattern.compile(RARE + LATIN + "]");
  private static final Pattern CAPITAL = Pattern.compile("[" + CAPITALS + "]");
  private static final Pattern CODE = Pattern.compile("[0-9]|^[A-Z]{2,}$");
  private static final Pattern TITLE = Pattern.compile("[" + CAPITALS + "][rs]?");
  private static final Pattern PLAIN = Pattern.compile("[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?");
  private static final Pattern SHARE = Pattern.compile(PERCENT);
  private static final Pattern UNIT =
      Pattern.compile("-(?i:(" + RegexWords.UNITS + "))" + NO_LETTER);
  private static final int MOST_DIGITS = 18;

  /**
   * A word or figure.
   *
   * @param text as it stands, with straight apostrophes; a figure's value behind a {@code #}
   * @param small in small letters
   * @param isName whether its spelling makes a name of it here
   * @param isBroken whether a comma or another such mark stands before it
   * @param isForeign whether it has a character that no text at hand may have
   * @param sign the currency sign before it, or nothing
   */
  record Token(
      String text,
      String small,
      boolean isFigure,
      boolean isName,
      boolean isBroken,
      boolean isForeign,
      String sign) {}

  /**
   * A sentence.
   *
   * @param tokens at least one
   * @param stopped whether it ends in {@code .!?}
   */
  record Sentence(List<Token> tokens, boolean stopped) {}

  private final String text;
  private final Set<Integer> home;
  private final boolean mayBeForeign;
  private final Matcher piece;
  private final List<Sentence> sentences = new ArrayList<>();
  private List<Token> tokens = new ArrayList<>();
  private boolean broken;
  private String sign = "";

  private RegexProse(String text, Set<Integer> home) {
    this.text = text;
    this.home = home;
    mayBeForeign = FOREIGN.matcher(text).find();
    piece = PIECE.matcher(text);
  }

  /** The sentences of a text; {@code home} are characters that it may have. */
  static List<Sentence> read(String text, Set<Integer> home) {
    return new RegexProse(text, home).read();
  }

  private List<Sentence> read() {
    String last = "";
    for (int at = 0; piece.find(at); ) {
      at = piece.end();
      if (piece.start("word") >= 0) {
        last = piece.group();
        at = word(last);
      } else if (piece.start("figure") >= 0) {
        String digits = text.substring(piece.start("figure"), piece.end("figure"));
        figure(value(digits), piece.start("percent") >= 0);
        last = "";
      } else if (piece.start("line") >= 0) {
        endSentence(false);
      } else if (piece.start("end") >= 0
          && !(piece.group().equals(".") && TITLE.matcher(last).matches())) {
        endSentence(true);
      } else {
        broken |= piece.start("quiet") < 0;
        sign = piece.start("sign") < 0 ? sign : piece.group();
      }
    }
    endSentence(false);
    return sentences;
  }

  private void endSentence(boolean stopped) {
    if (!tokens.isEmpty()) {
      sentences.add(new Sentence(tokens, stopped));
      tokens = new ArrayList<>();
    }
    broken = false;
    sign = "";
  }

  private void add(Token token) {
    tokens.add(token);
    broken = false;
    sign = "";
  }

  private void figure(String value, boolean percent) {
    String figure = "#" + value + (percent ? "%" : "");
    add(new Token(figure, figure, true, false, broken, false, sign));
  }

  /** Digits by their value; times and odd figures as they are spelled. */
  private static String value(String digits) {
    if (digits.length() <= MOST_DIGITS && PLAIN.matcher(digits).matches()) {
      return Double.toString(Double.parseDouble(digits.replace(",", "")));
    }
    return digits.startsWith("0") ? digits.substring(1) : digits;
  }

  /** Takes a word; where the next piece may begin. */
  private int word(String spelled) {
    String word = spelled.replace('\u2019', '\'');
    boolean capital = piece.start("capital") >= 0;
    String small = small(word);
    Integer number = RegexWords.NUMBERS.get(small);
    if (number != null) {
      return number(number);
    }
    boolean name = (capital && !tokens.isEmpty()) || CODE.matcher(word).find();
    boolean foreign = mayBeForeign && isForeign(word);
    add(new Token(word, small, false, name && word.length() > 1, broken, foreign, ""));
    return piece.end();
  }

  private static String small(String word) {
    Matcher capital = CAPITAL.matcher(word);
    return capital.find()
        ? capital.replaceAll(each -> Character.toString(each.group().charAt(0) + 32))
        : word;
  }

  private boolean isForeign(String word) {
    for (Matcher each = FOREIGN.matcher(word); each.find(); ) {
      if (!home.contains(each.group().codePointAt(0))) {
        return true;
      }
    }
    return false;
  }

  /** Takes a number word with the unit behind its hyphen; where the next piece may begin. */
  private int number(int number) {
    int value = number;
    int end = piece.end();
    Matcher unit = UNIT.matcher(text).region(end, text.length());
    if (number >= 20 && unit.lookingAt()) {
      value += RegexWords.unit(text.substring(unit.start(1), unit.end(1)));
      end = unit.end();
    }
    Matcher share = SHARE.matcher(text).region(end, text.length());
    boolean percent = share.lookingAt();
    figure(Double.toString(value), percent);
    return percent ? share.end() : end;
  }
}

package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexLexicon.Tag;
import io.plumbline.benchmarks.graders.RegexLexicon.Word;
import io.plumbline.graders.pytext.PyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts texts into sentences with their words and markers, as the strict rules of {@code
 * citation_ground} have them.
 */
final class RegexCitedText {
  private static final String SPACE = RegexProse.SPACE;
  private static final String LETTER = "(?:[A-Za-z0-9]++|(?![\\x00-\\x7f])[\\p{L}\\p{N}])";
  private static final String JOINT =
      "(?:[\\u0300-\\u036f]|['\\u2019](?=[A-Za-z])|(?<=[0-9])[.,](?=[0-9]))";
  private static final String WORD = "(?<word>" + LETTER + "++(?:" + JOINT + LETTER + "*+)*+)";
  private static final String LINE = "(?<line>\\r\\n|[\\r\\n])";
  private static final String BRACKET = "(?<bracket>\\[[^\\[\\]]{0,198}+\\]|\\([^()]{0,198}+\\))";
  private static final String STOP =
      "(?<stop>[.!?](?=[)\"'\\u201d\\u2019*_`]{0,3}+(?:[\\[(" + SPACE + "]|\\z)))";
  private static final String SIGN = "[?`\"\\u201c\\u201d\\u00ab\\u00bb]|~~|<!--|-->";
  private static final Pattern PIECE =
      Pattern.compile(String.join("|", WORD, LINE, BRACKET, STOP, SIGN));

  private static final Pattern START_OF_LINE =
      Pattern.compile(
          "[ \\t]*+(?:(?<blank>(?=[\\r\\n])|\\z)|(?<fence>(?:```|~~~)[^\\r\\n]*+)|(?<block>[#>|])"
              + "|(?<item>(?:[-*+\\u2022]|[0-9]{1,3}[.)])(?=["
              + SPACE
              + "])))?");
  private static final Pattern COLON = Pattern.compile(":[" + SPACE + "]*+\\z");
  private static final Pattern FIRST_LETTER = Pattern.compile(LETTER);
  private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");
  private static final int LONGEST_BRACKET = 200;
  private static final int LOOKBACK = 201;
  private static final char COMMENT = '-';

  /**
   * A sentence, or markers alone.
   *
   * @param prose whether all of it is
   * @param asks whether it has a question mark
   * @param markers the source of each
   * @param foreign how many figures and names it has that the task lacks
   */
  record Line(List<Word> words, boolean prose, boolean asks, List<Integer> markers, int foreign) {}

  private final String text;
  private final boolean quotes;
  private final RegexMarkers names;
  private final Function<String, Word> lexicon;
  private final Matcher piece;
  private final Matcher startOfLine;
  private final List<Line> lines = new ArrayList<>();

  private boolean fence;
  private boolean block;
  private boolean headline;

  /** What ends the quotation or the like that the text is in; 0 if it is in none. */
  private char aside;

  // The sentence in hand.
  private List<Word> words = new ArrayList<>();
  private List<Integer> markers = new ArrayList<>();
  private boolean prose = true;
  private boolean asks;
  private int foreign;

  private RegexCitedText(
      String text, boolean quotes, RegexMarkers names, Function<String, Word> lexicon) {
    this.text = text;
    this.quotes = quotes;
    this.names = names;
    this.lexicon = lexicon;
    piece = PIECE.matcher(text);
    startOfLine = START_OF_LINE.matcher(text);
  }

  /** The sentences of a text; {@code quotes}: whether what is in quotation marks is no prose. */
  static List<Line> read(
      String text, boolean quotes, RegexMarkers names, Function<String, Word> lexicon) {
    return new RegexCitedText(text, quotes, names, lexicon).read();
  }

  private List<Line> read() {
    for (int at = startOfLine(0); piece.find(at); ) {
      at = piece.end();
      if (piece.start("word") >= 0) {
        word(piece.group());
      } else if (piece.start("line") >= 0) {
        at = nextLine(at);
      } else if (piece.start("bracket") >= 0) {
        at = bracket(piece.group());
      } else if (piece.start("stop") >= 0) {
        asks |= piece.group().equals("?");
        if (aside != COMMENT) {
          endSentence();
        }
      } else {
        at = sign(piece.group());
      }
    }
    endSentence();
    return lines;
  }

  private void endSentence() {
    if (!words.isEmpty() || !markers.isEmpty()) {
      lines.add(new Line(words, prose, asks, markers, foreign));
      words = new ArrayList<>();
      markers = new ArrayList<>();
    }
    prose = true;
    asks = false;
    foreign = 0;
  }

  private boolean inProse() {
    return !block && !fence && aside == 0;
  }

  private void word(String spelled) {
    Word word = lexicon.apply(spelled.toLowerCase(Locale.ROOT).replace('\u2019', '\''));
    foreign += !word.inTask && isForeign(word, spelled) ? 1 : 0;
    words.add(word);
    prose &= inProse();
  }

  private boolean isForeign(Word word, String spelled) {
    boolean capital = PyText.lower(spelled.charAt(0)) != spelled.charAt(0);
    boolean name = capital && !words.isEmpty() && spelled.length() > 1;
    return word.has(Tag.COUNTS)
        || (name && word == RegexLexicon.UNKNOWN)
        || DIGIT.matcher(spelled).find();
  }

  /** Takes brackets; where the next piece may begin. */
  private int bracket(String brackets) {
    boolean square = brackets.charAt(0) == '[';
    Optional<List<Integer>> sources =
        brackets.length() > LONGEST_BRACKET
            ? Optional.empty()
            : names.read(brackets.substring(1, brackets.length() - 1), square);
    if (sources.isEmpty()) {
      return piece.start() + 1;
    }
    prose &= inProse();
    int before = piece.start() - 1;
    int behind = piece.end();
    boolean nested = square && (isAt(before, '[') || isAt(behind, ']'));
    boolean misplaced = nested || (isLetter(before) && isLetter(behind));
    for (int source : sources.get()) {
      markers.add(misplaced ? RegexMarkers.NONE : source);
    }
    return behind;
  }

  private boolean isAt(int at, char c) {
    return at >= 0 && at < text.length() && text.charAt(at) == c;
  }

  private boolean isLetter(int at) {
    return at >= 0
        && at < text.length()
        && FIRST_LETTER.matcher(text).region(at, text.length()).lookingAt();
  }

  /** Takes what may begin or end something that is no prose; where the next piece may begin. */
  private int sign(String sign) {
    if (sign.equals("?")) {
      asks = true;
    } else if (aside == 0) {
      aside =
          switch (sign) {
            case "`" -> '`';
            case "~~" -> '~';
            case "<!--" -> COMMENT;
            case "\"" -> quotes ? '"' : 0;
            case "\u201c" -> quotes ? '\u201d' : 0;
            case "\u00ab" -> quotes ? '\u00bb' : 0;
            default -> 0;
          };
    } else if (aside == sign.charAt(0)) {
      aside = 0;
    } else {
      return piece.start() + 1;
    }
    return piece.end();
  }

  private int nextLine(int from) {
    if (headline) {
      endSentence();
      headline = false;
      block = false;
    }
    return startOfLine(from);
  }

  /** Looks at how a line begins; where its words do. */
  private int startOfLine(int from) {
    startOfLine.region(from, text.length()).lookingAt();
    int blockAt = Math.max(startOfLine.start("block"), startOfLine.start("item"));
    if (startOfLine.start("blank") >= 0) {
      endSentence();
      block = false;
      aside = aside == '`' || aside == '~' ? 0 : aside;
    } else if (startOfLine.start("fence") >= 0) {
      endSentence();
      fence = !fence;
    } else if (blockAt >= 0) {
      boolean isItem = startOfLine.start("item") >= 0;
      if (fence || (isItem && !words.isEmpty() && !isBehindColon(blockAt))) {
        return blockAt;
      }
      endSentence();
      headline = text.charAt(blockAt) == '#';
      block = true;
    }
    return startOfLine.end();
  }

  private boolean isBehindColon(int at) {
    return COLON.matcher(text).region(Math.max(0, at - LOOKBACK), at).find();
  }
}

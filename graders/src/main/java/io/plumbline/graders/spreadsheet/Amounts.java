package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.pytext.PyText;

/**
 * Numbers as tables write them. A number's canonical form is its plain decimal without needless
 * zeros, commas or sign: {@code 1878}, {@code -0.5}, {@code 0}. All methods are linear.
 */
final class Amounts {
  private static final String[] MILLIONS = {"million", "millions", "mio", "mln"};
  private static final String[] MILLION = {"m"};

  /** Of an amount in a row, where nothing is reckoned: {@code MM} in any case, too. */
  private static final String[] LOOSE_MILLION = {"m", "mm"};

  private static final String[] THOUSANDS = {"k", "thousand", "thousands"};

  private Amounts() {}

  /**
   * Whether {@code [from, to)} is a plain number: {@code -?} digits, then decimals if any. ASCII
   * digits only; no currency, no unit, no spaces, no thousands separators.
   */
  static boolean isPlain(String text, int from, int to) {
    int at = from < to && text.charAt(from) == '-' ? from + 1 : from;
    int digits = digitsEnd(text, at, to);
    if (digits == at) {
      return false;
    }
    if (digits == to) {
      return true;
    }
    int decimals = digitsEnd(text, digits + 1, to);
    return text.charAt(digits) == '.' && decimals > digits + 1 && decimals == to;
  }

  /**
   * Whether {@code [from, to)} is an amount in any country's spelling: digits, parted by single
   * points, commas or apostrophes or by blanks, a sign or currency before them, a unit behind.
   */
  static boolean isAmount(String text, int from, int to) {
    int at = from;
    while (at < to && (Gaps.isGap(text, at) || "$-+(\u20AC\u00A3".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (at == to || !isAnyDigit(text.charAt(at))) {
      return false;
    }
    int next = at;
    while (next < to && isAnyDigit(text.charAt(next))) {
      at = anyDigitsEnd(text, next, to);
      next = nextDigits(text, at, to);
    }
    int unit = unitStart(text, at, to);
    int end = lettersEnd(text, unit, to);
    boolean known =
        end == unit
            || isMillions(text, unit, end)
            || isThousands(text, unit, end)
            || isOne(text, unit, end, LOOSE_MILLION);
    while (end < to
        && (Gaps.isGap(text, end) || "$\u20AC\u00A3)%,.".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return known && end == to;
  }

  /** Where digits may go on behind those that end at {@code at}: past a mark, or past blanks. */
  private static int nextDigits(String text, int at, int to) {
    int next = Gaps.unseenEnd(text, at, to);
    return next < to && ".,'\u2019".indexOf(text.charAt(next)) >= 0
        ? Gaps.unseenEnd(text, next + 1, to)
        : Gaps.end(text, next, to);
  }

  /** Whether {@code [from, to)} is a plain number of the value that {@code canonical} has. */
  static boolean equalsPlain(String text, int from, int to, String canonical) {
    int length = canonical.length();
    if (to - from == length && text.startsWith(canonical, from)) {
      return true;
    }
    if (!isPlain(text, from, to)) {
      return false;
    }
    int at = from;
    int expected = 0;
    if (text.charAt(at) == '-') {
      at++;
      if (canonical.charAt(0) == '-') {
        expected++;
      } else if (!canonical.equals("0")) {
        return false;
      }
    } // else no digit reads as the minus that the reference may have
    while (at < to && text.charAt(at) == '0') {
      at++;
    }
    if (canonical.charAt(expected) == '0') {
      expected++;
    }
    for (; at < to; at++) {
      char c = text.charAt(at);
      if (expected < length && canonical.charAt(expected) == c) {
        expected++;
      } else {
        // Past the reference's last digit only zeros may follow, and only as decimals.
        return expected == length && areZeroDecimals(text, at, to, canonical);
      }
    }
    return expected == length;
  }

  private static boolean areZeroDecimals(String text, int from, int to, String canonical) {
    int at = from;
    if (text.charAt(at) == '.') {
      at++;
    } else if (canonical.indexOf('.') < 0) {
      return false; // a zero that makes the integer ten times as large
    }
    while (at < to && text.charAt(at) == '0') {
      at++;
    }
    return at == to;
  }

  /** The canonical form of a plain number times ten to the {@code shift}. */
  static String canonical(String plain, int shift) {
    boolean negative = plain.startsWith("-");
    String digits = plain.substring(negative ? 1 : 0).replace(",", "");
    int point = digits.indexOf('.');
    int whole = (point < 0 ? digits.length() : point) + shift;
    StringBuilder all = new StringBuilder(digits.length() + 8);
    all.append("0".repeat(Math.max(0, -whole))).append(digits);
    if (point >= 0) {
      all.deleteCharAt(all.length() - digits.length() + point);
    }
    whole = Math.max(whole, 0);
    all.append("0".repeat(Math.max(0, whole - all.length())));
    int from = 0;
    while (from < whole && all.charAt(from) == '0') {
      from++;
    }
    int to = all.length();
    while (to > whole && all.charAt(to - 1) == '0') {
      to--;
    }
    String integer = from == whole ? "0" : all.substring(from, whole);
    String value = to == whole ? integer : integer + "." + all.substring(whole, to);
    return negative && !value.equals("0") ? "-" + value : value;
  }

  /**
   * Mentions of money in millions in {@code [from, to)}: a number that no word character precedes,
   * white space or characters that do not show if any, {@code $} if any, and a unit that no word
   * character follows: {@code M}, {@code MM}, {@code mn}, {@code Mn}, {@code MN}, or {@code
   * million}, {@code millions}, {@code mio} or {@code mln} in any case; {@code m} where {@code $},
   * {@code €} or {@code £} is beside the number.
   */
  static int millions(String text, int from, int to) {
    int count = 0;
    int at = from;
    while (at < to) {
      if (!isAnyDigit(text.charAt(at))) {
        at++;
        continue;
      }
      boolean number = !precededByWord(text, from, at);
      boolean money = isCurrencyBefore(text, from, at);
      at = unitStart(text, numberEnd(text, at, to), to);
      int unitEnd = lettersEnd(text, at, to);
      money |= isCurrencyBefore(text, from, at);
      boolean unit = isMillions(text, at, unitEnd) || (money && isOne(text, at, unitEnd, MILLION));
      if (number && unit && !followedByWord(text, unitEnd, to)) {
        count++;
      }
      at = unitEnd;
    }
    return count;
  }

  /**
   * Whether {@code text} holds an amount of the value that {@code thousands}, canonical and in
   * thousands, has in some unit: {@code 1.878 M}, {@code 1878$K}, {@code $1,878}, {@code 1878000}.
   */
  static boolean holds(String text, String thousands) {
    int to = text.length();
    int at = 0;
    while (at < to) {
      int from = at;
      if (!isDigit(text.charAt(at))) {
        at++;
        continue;
      }
      int end = numberEnd(text, from, to);
      boolean negative = from > 0 && text.charAt(from - 1) == '-';
      String number = text.substring(negative ? from - 1 : from, end);
      int unit = unitStart(text, end, to);
      int unitEnd = lettersEnd(text, unit, to);
      if (isMillions(text, unit, unitEnd) || isOne(text, unit, unitEnd, MILLION)) {
        if (canonical(number, 3).equals(thousands)) {
          return true;
        }
      } else if (canonical(number, 0).equals(thousands)) {
        return true;
      } else if (!isThousands(text, unit, unitEnd) && canonical(number, -3).equals(thousands)) {
        return true;
      }
      at = end;
    }
    return false;
  }

  /** Digits with commas and one point between them. */
  private static int numberEnd(String text, int from, int to) {
    int at = from;
    boolean decimals = false;
    while (at < to) {
      char c = text.charAt(at);
      boolean inner = (c == ',' && !decimals) || (c == '.' && !decimals);
      if (inner && at + 1 < to && isAnyDigit(text.charAt(at + 1))) {
        decimals = c == '.';
      } else if (!isAnyDigit(c)) {
        break;
      }
      at++;
    }
    return at;
  }

  private static int unitStart(String text, int from, int to) {
    int at = Gaps.end(text, from, to);
    return at < to && text.charAt(at) == '$' ? Gaps.end(text, at + 1, to) : at;
  }

  private static boolean isCurrencyBefore(String text, int from, int number) {
    int at = number - 1;
    while (at >= from && Gaps.isGap(text, at)) {
      at--;
    }
    return at >= from && "$\u20AC\u00A3".indexOf(text.charAt(at)) >= 0;
  }

  private static int lettersEnd(String text, int from, int to) {
    int at = from;
    while (at < to && isLetter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isMillions(String text, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return false;
    }
    char first = text.charAt(from);
    if (length == 1) {
      return first == 'M';
    }
    char second = text.charAt(from + 1);
    if (length == 2) {
      boolean mn = (second == 'n' || second == 'N') && (first == 'm' || first == 'M');
      return mn || (first == 'M' && second == 'M');
    }
    return isOne(text, from, to, MILLIONS);
  }

  private static boolean isThousands(String text, int from, int to) {
    return isOne(text, from, to, THOUSANDS);
  }

  private static boolean isOne(String text, int from, int to, String[] units) {
    for (String unit : units) {
      if (unit.length() == to - from && text.regionMatches(true, from, unit, 0, to - from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean precededByWord(String text, int from, int at) {
    return at > from && PyText.isWord(text.codePointBefore(at));
  }

  private static boolean followedByWord(String text, int at, int to) {
    return at < to && PyText.isWord(text.codePointAt(at));
  }

  private static int anyDigitsEnd(String text, int from, int to) {
    int at = from;
    while (at < to && isAnyDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int digitsEnd(String text, int from, int to) {
    int at = from;
    while (at < to && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** A digit, or one that only looks wider. */
  private static boolean isAnyDigit(char c) {
    return isDigit(c) || (c >= '\uFF10' && c <= '\uFF19');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}

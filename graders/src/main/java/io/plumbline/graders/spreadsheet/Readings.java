package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.pytext.PyText;
import java.time.YearMonth;
import java.util.StringTokenizer;

/** Dates and currencies as some country writes them, read for {@link Determined}. */
final class Readings {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  /** As long as {@code September 30, 2020} and some spaces. */
  private static final int LONGEST_DAY = 20;

  private Readings() {}

  /** Whether a cell names {@code day}, which is any text, whichever way round it is read. */
  static boolean isDay(String cell, String day) {
    return day.length() == "2024-03-04".length()
        && day.charAt(4) == '-'
        && (day(cell, false).equals(day) || day(cell, true).equals(day));
  }

  /**
   * The day that a cell names, as {@code yyyy-mm-dd}, or "": {@code 3 Mar 2024}, {@code March 3,
   * 2024}, {@code 2024-03-03}, and of {@code 03/04/2024}, with slashes, points or hyphens, one of
   * two.
   */
  static String day(String cell, boolean monthFirst) {
    if (cell.length() > LONGEST_DAY) {
      return "";
    }
    StringTokenizer tokens = new StringTokenizer(cell, " ,./-");
    if (tokens.countTokens() != 3) {
      return "";
    }
    String first = tokens.nextToken();
    String second = tokens.nextToken();
    String third = tokens.nextToken();
    if (month(first) > 0) {
      return day(number(third), month(first), number(second));
    }
    if (month(second) > 0) {
      return day(number(third), month(second), number(first));
    }
    if (number(first) > 999) {
      return day(number(first), number(second), number(third));
    }
    return monthFirst
        ? day(number(third), number(first), number(second))
        : day(number(third), number(second), number(first));
  }

  private static String day(int year, int month, int day) {
    boolean exists =
        year > 999
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth();
    return exists ? YearMonth.of(year, month).atDay(day).toString() : "";
  }

  /** 1 to 12 for a month's English name or its first letters, at least three; else 0. */
  private static int month(String name) {
    if (name.length() < 3) {
      return 0;
    }
    int at = MONTHS.indexOf(PyText.lower(name.substring(0, 3)));
    return at % 3 == 0 ? at / 3 + 1 : 0; // -1 is no multiple of 3
  }

  /** The number of one to four digits, else -1. */
  private static int number(String digits) {
    if (digits.length() > 4) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** The sign that stands for a currency of this code, or "". */
  static String sign(String code) {
    return switch (code) {
      case "EUR" -> "€";
      case "GBP" -> "£";
      case "USD", "CAD", "AUD", "NZD" -> "$";
      case "SEK", "NOK", "DKK" -> "kr";
      case "CHF" -> "Fr.";
      case "PLN" -> "zł";
      case "CZK" -> "Kč";
      case "INR" -> "₹";
      case "TRY" -> "₺";
      case "JPY", "CNY" -> "¥";
      default -> "";
    };
  }
}

package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.spreadsheet.Column.Amount;
import io.plumbline.graders.tasks.spreadsheet.Column.Choice;
import io.plumbline.graders.tasks.spreadsheet.Column.Currency;
import io.plumbline.graders.tasks.spreadsheet.Column.Day;
import io.plumbline.graders.tasks.spreadsheet.Column.Figure;
import io.plumbline.graders.tasks.spreadsheet.Conventions.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the cells of clean rows as one messy table has them: in a few of the styles that its
 * conventions allow. In each row the first amount keeps its two decimals, so that a row tells a
 * decimal comma from a grouping one, and its currency where rows differ in it; in the first row all
 * dates have slashes.
 */
final class LocalForms {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  private static final String MINUS = "\u2212";
  private static final String NO_BREAK = "\u00a0";

  /** What groups thousands, besides the point or comma that does not come before decimals. */
  private static final List<String> GROUPS = List.of(" ", NO_BREAK, "\u202f", "\u2019", "'", "");

  private enum DayStyle {
    SLASHES,
    PADDED_SLASHES,
    POINTS,
    SHORT_MONTH,
    DASHED_MONTH,
    LONG_MONTH,
    MONTH_BEFORE,
    ISO
  }

  private enum SignStyle {
    BEFORE,
    AFTER,
    CODE_BEFORE,
    CODE_AFTER,
    NONE
  }

  private final SplitMix64 random;
  private final Conventions conventions;
  private final Domain domain;
  private final boolean currencyShown;
  private final List<DayStyle> dayStyles;
  private final DayStyle slashes;
  private final List<SignStyle> signStyles;
  private final List<Integer> groups = new ArrayList<>();

  /** Draws the table's styles; {@code currencyShown} where it has the currency's column itself. */
  LocalForms(SplitMix64 random, Conventions conventions, Domain domain, boolean currencyShown) {
    this.random = random;
    this.conventions = conventions;
    this.domain = domain;
    this.currencyShown = currencyShown;
    slashes = random.chance(50) ? DayStyle.SLASHES : DayStyle.PADDED_SLASHES;
    dayStyles = new ArrayList<>(List.of(slashes));
    List<DayStyle> others = List.of(DayStyle.values()).subList(2, DayStyle.values().length);
    dayStyles.addAll(Keys.distinct(random, others, random.between(1, 4)));
    signStyles =
        Keys.distinct(random, List.of(SignStyle.values()), random.between(2, 3)).stream().toList();
    // 0 is that point or comma, and the likeliest; the others stand one behind their place above.
    List<Integer> all = List.of(0, 0, 1, 2, 3, 4, 5, 6);
    groups.addAll(Keys.distinct(random, all, random.between(1, 3)));
  }

  /** A clean row's cells as the table has them, the currency's among them only if it is shown. */
  List<String> row(List<String> clean, boolean isFirst) {
    String place = clean.get(domain.places(Choice.class).get(0));
    boolean comma = conventions.anyMark() ? random.chance(50) : conventions.commas().holds(place);
    Money money = money(clean);
    boolean firstAmount = true;
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < clean.size(); i++) {
      Column column = domain.columns().get(i);
      String cell = clean.get(i);
      if (column instanceof Currency) {
        if (currencyShown) {
          cells.add(random.chance(70) ? money.sign() : money.code());
        }
      } else if (column instanceof Amount) {
        cells.add(amount(cell, comma, money, firstAmount));
        firstAmount = false;
      } else if (column instanceof Figure figure) {
        String unit = random.chance(50) ? "" : figure.unit();
        cells.add(number(cell, comma, 3) + (unit.isEmpty() ? "" : " " + unit));
      } else if (column instanceof Day && !cell.isEmpty()) {
        DayStyle style = isFirst ? slashes : random.pick(dayStyles);
        cells.add(day(cell, style, conventions.monthFirst().holds(place)));
      } else {
        cells.add(cell);
      }
    }
    return cells;
  }

  /** A sum as some row might have written it, without a currency. */
  String sum(String plain) {
    return number(plain, conventions.commas().everywhere(), 2);
  }

  /** A date in some style, for text that is to stay as it is. */
  static String anyDay(SplitMix64 random) {
    LocalDate date = Keys.day(random);
    return day(date.toString(), random.pick(List.of(DayStyle.values())), random.chance(50));
  }

  private Money money(List<String> clean) {
    for (Money each : conventions.currencies()) {
      if (conventions.isByRow() && clean.contains(each.code())) {
        return each;
      }
    }
    return conventions.currencies().get(0);
  }

  private String amount(String plain, boolean comma, Money money, boolean isFirst) {
    boolean negative = plain.startsWith("-");
    String number =
        number(negative ? plain.substring(1) : plain, comma, isFirst ? 2 : dropped(plain));
    SignStyle style = random.pick(signStyles);
    if (conventions.isByRow() && currencyShown) {
      style = SignStyle.NONE;
    } else if (conventions.isByRow() && isFirst && style == SignStyle.NONE) {
      style = SignStyle.AFTER;
    }
    String space = random.chance(30) ? NO_BREAK : " ";
    boolean letters = Character.isLetter(money.sign().charAt(0));
    String text =
        switch (style) {
          case BEFORE -> money.sign() + (letters || random.chance(40) ? space : "") + number;
          case AFTER -> number + space + money.sign();
          case CODE_BEFORE -> money.code() + space + number;
          case CODE_AFTER -> number + space + money.code();
          case NONE -> number;
        };
    if (!negative) {
      return text;
    }
    return switch (random.below(4)) {
      case 0 -> "-" + text;
      case 1 -> MINUS + text;
      case 2 -> "(" + text + ")";
      default -> style == SignStyle.NONE ? text + "-" : "-" + text;
    };
  }

  /** How many decimals to write: all, or as few as keep the value. */
  private int dropped(String plain) {
    int fewest = plain.endsWith(".00") ? 0 : plain.endsWith("0") ? 1 : 2;
    return random.chance(60) ? fewest : 2;
  }

  /** A plain number with at most {@code most} decimals written. */
  private String number(String plain, boolean comma, int most) {
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    String decimals = point < 0 ? "" : plain.substring(point + 1);
    decimals = decimals.substring(0, Math.min(most, decimals.length()));
    int group = random.pick(groups);
    String mark = group == 0 ? comma ? "." : "," : GROUPS.get(group - 1);
    StringBuilder number = new StringBuilder(whole);
    for (int at = whole.length() - 3; at > 0; at -= 3) {
      number.insert(at, mark);
    }
    return decimals.isEmpty() ? number.toString() : number + (comma ? "," : ".") + decimals;
  }

  private static String day(String iso, DayStyle style, boolean monthFirst) {
    LocalDate date = LocalDate.parse(iso);
    int day = date.getDayOfMonth();
    int month = date.getMonthValue();
    int year = date.getYear();
    String name = MONTHS.get(month - 1);
    return switch (style) {
      case SLASHES -> (monthFirst ? month + "/" + day : day + "/" + month) + "/" + year;
      case PADDED_SLASHES ->
          (monthFirst ? two(month) + "/" + two(day) : two(day) + "/" + two(month)) + "/" + year;
      case POINTS -> two(day) + "." + two(month) + "." + year;
      case SHORT_MONTH -> day + " " + name.substring(0, 3) + " " + year;
      case DASHED_MONTH -> two(day) + "-" + name.substring(0, 3) + "-" + year;
      case LONG_MONTH -> day + " " + name + " " + year;
      case MONTH_BEFORE -> name + " " + day + ", " + year;
      case ISO -> iso;
    };
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}

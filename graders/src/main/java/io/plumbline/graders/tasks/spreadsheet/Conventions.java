package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.spreadsheet.Column.Choice;
import io.plumbline.graders.tasks.spreadsheet.Column.Figure;
import java.util.ArrayList;
import java.util.List;

/**
 * How a table writes its dates, numbers and currencies: what a task has to say of it.
 *
 * @param placeHeader the column whose cell decides where a convention holds only in some places
 * @param monthFirst where dates with slashes start with the month, elsewhere with the day
 * @param commas where a comma comes before the decimals, elsewhere a point
 * @param anyMark whether point and comma are mixed, so that the digits behind them decide
 * @param currencies one for all amounts, or those that rows may be in
 */
record Conventions(
    String placeHeader, Where monthFirst, Where commas, boolean anyMark, List<Money> currencies) {

  /** A currency by its code, and the sign that a table writes instead. */
  record Money(String code, String sign) {}

  /** Some of the places, all of them, or none. */
  record Where(boolean everywhere, List<String> places) {
    boolean holds(String place) {
      return everywhere || places.contains(place);
    }

    boolean bySome() {
      return !places.isEmpty();
    }
  }

  private static final Where NOWHERE = new Where(false, List.of());
  private static final Where EVERYWHERE = new Where(true, List.of());

  private static final List<Money> DOLLARS =
      List.of(new Money("USD", "$"), new Money("CAD", "$"), new Money("AUD", "$"));
  private static final List<Money> CROWNS =
      List.of(new Money("SEK", "kr"), new Money("NOK", "kr"), new Money("DKK", "kr"));
  private static final List<Money> OTHERS =
      List.of(
          new Money("EUR", "€"),
          new Money("GBP", "£"),
          new Money("CHF", "Fr."),
          new Money("PLN", "zł"),
          new Money("CZK", "Kč"),
          new Money("INR", "₹"),
          new Money("TRY", "₺"));

  /** Draws conventions for a domain whose first column of choices says where a row is from. */
  static Conventions draw(SplitMix64 random, Domain domain) {
    Choice place = (Choice) domain.columns().get(domain.places(Choice.class).get(0));
    Where monthFirst = where(random, place.values());
    boolean measures =
        domain.columns().stream()
            .anyMatch(column -> column instanceof Figure figure && figure.decimals() > 0);
    // Three decimals look like a group of thousands: they need a mark that is known.
    boolean anyMark = !measures && random.chance(20);
    Where commas = anyMark ? NOWHERE : where(random, place.values());
    List<Money> pool = new ArrayList<>(OTHERS);
    pool.add(random.pick(DOLLARS));
    pool.add(random.pick(CROWNS));
    int count = random.chance(45) ? 1 : random.between(2, 4);
    List<Money> currencies = List.copyOf(Keys.distinct(random, pool, count));
    return new Conventions(place.header(), monthFirst, commas, anyMark, currencies);
  }

  private static Where where(SplitMix64 random, List<String> places) {
    int share = random.below(10);
    if (share < 3) {
      int count = random.between(1, places.size() - 1);
      return new Where(false, List.copyOf(Keys.distinct(random, places, count)));
    }
    return share < 6 ? EVERYWHERE : NOWHERE;
  }

  /** Whether each row may be in another currency. */
  boolean isByRow() {
    return currencies.size() > 1;
  }

  /** How many of the conventions change from row to row. */
  int rowRules() {
    return (monthFirst.bySome() ? 1 : 0)
        + (commas.bySome() || anyMark ? 1 : 0)
        + (isByRow() ? 1 : 0);
  }

  /** The traits that these conventions give a task. */
  List<String> traits() {
    List<String> traits = new ArrayList<>();
    traits.add(
        monthFirst.bySome()
            ? "date_order_by_place"
            : monthFirst.everywhere() ? "month_first_dates" : "day_first_dates");
    traits.add(
        anyMark
            ? "mixed_decimal_marks"
            : commas.bySome()
                ? "decimal_mark_by_place"
                : commas.everywhere() ? "decimal_commas" : "decimal_points");
    traits.add(isByRow() ? "currency_by_row" : "one_currency");
    return traits;
  }

  /** What decides a date, in words. */
  String dates(List<String> columns) {
    String order =
        monthFirst.bySome()
            ? "where "
                + placeHeader
                + " is "
                + either(monthFirst.places())
                + " the month comes first, and 03/04/2024 is 2024-03-04; elsewhere the day comes"
                + " first, and it is 2024-04-03"
            : monthFirst.everywhere()
                ? "the month comes first, and 03/04/2024 is 2024-03-04"
                : "the day comes first, and 03/04/2024 is 2024-04-03";
    return "Write "
        + all(columns)
        + " as YYYY-MM-DD. In a date with slashes "
        + order
        + ". In a date with points the day always comes first.";
  }

  /** What decides a number, in words. */
  String numbers(List<String> columns, boolean signed) {
    String commasDecide =
        "a comma comes before the decimals, and points, spaces and apostrophes group thousands, so"
            + " that 1.234 is 1234 and 1,5 is 1.5";
    String pointsDecide =
        "a point comes before the decimals, and commas, spaces and apostrophes group thousands, so"
            + " that 1,234 is 1234";
    String marks =
        anyMark
            ? "A point or comma with one or two digits behind it, the last of the number, comes"
                + " before the decimals; every other point, comma, space or apostrophe groups"
                + " thousands, so that 1.234,5 and 1,234.50 are 1234.5 and 1.234 is 1234."
            : commas.bySome()
                ? "Where "
                    + placeHeader
                    + " is "
                    + either(commas.places())
                    + ", "
                    + commasDecide
                    + "; elsewhere "
                    + pointsDecide
                    + "."
                : "In this table " + (commas.everywhere() ? commasDecide : pointsDecide) + ".";
    String minus =
        signed
            ? " A minus before or behind an amount, or brackets around it, makes it negative."
            : "";
    return "Write "
        + all(columns)
        + " as plain numbers: digits, a point before the decimals if there are any, and nothing"
        + " else, no grouping, currency or unit. "
        + marks
        + minus;
  }

  /** What decides a currency, in words. */
  String currency(String column) {
    if (!isByRow()) {
      return "All amounts are in "
          + currencies.get(0).code()
          + ", and the clean table does not repeat it.";
    }
    return "Fill "
        + column
        + " with the three-letter code of the currency that the row's amounts are in: "
        + String.join(
            ", ", currencies.stream().map(each -> each.sign() + " is " + each.code()).toList())
        + ".";
  }

  /** {@code A, B and C}. */
  static String all(List<String> names) {
    return joined(names, " and ");
  }

  private static String either(List<String> names) {
    return joined(names, " or ");
  }

  private static String joined(List<String> names, String last) {
    int end = names.size() - 1;
    String head = String.join(", ", names.subList(0, end));
    return end == 0 ? names.get(0) : head + last + names.get(end);
  }
}

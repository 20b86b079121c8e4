package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskDraft;
import io.plumbline.graders.tasks.spreadsheet.Column.Amount;
import io.plumbline.graders.tasks.spreadsheet.Column.Choice;
import io.plumbline.graders.tasks.spreadsheet.Column.Currency;
import io.plumbline.graders.tasks.spreadsheet.Column.Day;
import io.plumbline.graders.tasks.spreadsheet.Column.Figure;
import io.plumbline.graders.tasks.spreadsheet.Column.Prose;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A task in the making whose table writes dates, numbers and currencies as some country does, and
 * whose text has commas, quotation marks and line breaks.
 *
 * @param input the messy document, each record ended by a line feed
 */
record FormatsDraft(
    CleanTable clean,
    Conventions conventions,
    String input,
    Difficulty difficulty,
    List<String> traits)
    implements TaskDraft {

  /** What the reference profile forbids: a currency's sign, of which no text cell has any. */
  static final String SIGNS = "[$€£₹₺]";

  private static final List<Noise> NOISE =
      List.of(
          Noise.RENAMED_HEADER,
          Noise.EXTRA_COLUMN,
          Noise.MALFORMED_ROW_WIDTH,
          Noise.EXTRA_WHITESPACE,
          Noise.TOTAL_ROWS,
          Noise.DUPLICATED_ROWS,
          Noise.MID_TABLE_SEPARATOR,
          Noise.REPEATED_HEADER,
          Noise.BLANK_ROWS,
          Noise.ANNOTATION_ROW);

  /**
   * A table with up to 3 kinds of noise. They and the conventions that change from row to row make
   * it easy (at most 1 of either), medium (2 or 3) or hard.
   */
  static FormatsDraft draw(SplitMix64 random, int leastRows, int mostRows) {
    Domain domain = random.pick(FormatsDomains.ALL);
    Conventions conventions = Conventions.draw(random, domain);
    Domain wanted = conventions.isByRow() ? domain : domain.without(Currency.class);
    CleanTable clean = clean(random, wanted, conventions, random.between(leastRows, mostRows));

    boolean currencyShown = conventions.isByRow() && random.chance(30);
    LocalForms forms = new LocalForms(random, conventions, wanted, currencyShown);
    List<List<String>> shown = new ArrayList<>();
    for (List<String> row : clean.rows()) {
      shown.add(forms.row(row, shown.isEmpty()));
    }
    MessyTable messy =
        new MessyTable(
            new CleanTable(currencyShown ? wanted : wanted.without(Currency.class), shown));
    int kinds = random.below(4);
    Set<Noise> noise = EnumSet.noneOf(Noise.class);
    noise.addAll(Keys.distinct(random, NOISE, kinds));
    noise.stream().filter(Noise::changesCells).forEach(each -> each.change(messy, random));
    List<String> lines = messy.lines();
    for (Noise each : noise) {
      if (each == Noise.TOTAL_ROWS) {
        lines.add(total(clean, messy, forms));
      } else if (!each.changesCells()) {
        each.add(lines, messy, random);
      }
    }

    int hard = kinds + conventions.rowRules();
    List<String> traits = new ArrayList<>(conventions.traits());
    noise.forEach(each -> traits.add(each.label()));
    return new FormatsDraft(
        clean,
        conventions,
        String.join("\n", lines) + "\n",
        hard <= 1 ? Difficulty.EASY : hard <= 3 ? Difficulty.MEDIUM : Difficulty.HARD,
        traits);
  }

  private static CleanTable clean(
      SplitMix64 random, Domain domain, Conventions conventions, int count) {
    List<List<String>> keys = domain.keys().draw(random, count);
    List<List<String>> rows = new ArrayList<>(count);
    LocalDate first = Keys.day(random);
    for (List<String> key : keys) {
      List<String> cells = new ArrayList<>(key);
      first = first.plusDays(random.between(0, 8));
      LocalDate day = key.size() > 1 ? LocalDate.parse(key.get(0)) : first;
      for (Column column : domain.columns().subList(key.size(), domain.columns().size())) {
        if (column instanceof Day date) {
          boolean blank = date.mayBeBlank() && random.chance(20) && !rows.isEmpty();
          cells.add(blank ? "" : day.toString());
          day = day.plusDays(random.between(2, 45));
        } else if (column instanceof Choice choice) {
          cells.add(random.pick(choice.values()));
        } else if (column instanceof Amount amount) {
          boolean negative = amount.signed() && random.chance(20);
          // Many prices are round: only these can be written with fewer decimals.
          int step = random.chance(35) ? 100 : random.chance(30) ? 10 : 1;
          int cents = random.between(amount.low(), amount.high()) * 100 + random.below(100);
          cells.add((negative ? "-" : "") + decimal(cents / step * step, 2));
        } else if (column instanceof Figure figure) {
          cells.add(decimal(random.between(figure.low(), figure.high()), figure.decimals()));
        } else if (column instanceof Currency) {
          cells.add(random.pick(conventions.currencies()).code());
        } else if (column instanceof Prose prose) {
          // The first two rows have what every table is to have.
          int form = rows.size() < 2 ? rows.size() : random.below(Writing.FORMS);
          cells.add(prose.writing().draw(random, form));
        }
      }
      rows.add(cells);
    }
    return new CleanTable(domain, rows);
  }

  /** A line of the sums that the messy table shows. */
  private static String total(CleanTable clean, MessyTable messy, LocalForms forms) {
    List<String> cells = new ArrayList<>();
    for (Column column : messy.domain().columns()) {
      if (column instanceof Amount) {
        int place = clean.domain().columns().indexOf(column);
        BigDecimal sum = BigDecimal.ZERO;
        for (List<String> row : clean.rows()) {
          sum = sum.add(new BigDecimal(row.get(place)));
        }
        cells.add(forms.sum(sum.toPlainString()));
      } else {
        cells.add(cells.isEmpty() ? "Total" : "");
      }
    }
    return messy.fullLine(cells, "");
  }

  private static String decimal(int units, int decimals) {
    return BigDecimal.valueOf(units, decimals).toPlainString();
  }

  @Override
  public Task task(String id, String split, long seed) {
    Domain domain = clean.domain();
    return new Task(
        id,
        SpreadsheetSplits.ENVIRONMENT,
        split,
        seed,
        difficulty,
        domain.intent(),
        constraints(),
        input,
        List.of(),
        new TableReference(
            clean.csv(),
            clean.rows().size(),
            domain.headers(),
            domain.columns().stream().filter(Column::isKey).map(Column::header).toList(),
            numbers(),
            SIGNS),
        traits);
  }

  private List<String> numbers() {
    return clean.domain().columns().stream()
        .filter(column -> column instanceof Amount || column instanceof Figure)
        .map(Column::header)
        .toList();
  }

  private List<String> constraints() {
    Domain domain = clean.domain();
    boolean signed =
        domain.columns().stream()
            .anyMatch(column -> column instanceof Amount amount && amount.signed());
    List<String> constraints = new ArrayList<>();
    constraints.add(SpreadsheetSplits.columns(domain.headers()));
    constraints.add(SpreadsheetSplits.names(domain.otherNames()));
    constraints.add(SpreadsheetSplits.NO_DATA);
    constraints.add(SpreadsheetSplits.DATA);
    constraints.add(conventions.dates(domain.headers(Day.class)));
    constraints.add(conventions.numbers(numbers(), signed));
    constraints.add(conventions.currency(FormatsDomains.CURRENCY));
    constraints.add(
        "Keep "
            + Conventions.all(domain.headers(Prose.class))
            + " letter for letter, with their commas, quotation marks and line breaks, and with the"
            + " dates and figures in them; a line within quotes is part of its cell, whatever it"
            + " says.");
    constraints.add(SpreadsheetSplits.TRIM);
    constraints.add(SpreadsheetSplits.CSV_ALONE);
    return constraints;
  }
}

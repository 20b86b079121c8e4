package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.SplitMix64;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/** Draws the key cells of a table: for each row the cells that name it, no two rows alike. */
interface Keys {
  List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  List<List<String>> draw(SplitMix64 random, int rows);

  /** Consecutive quarters: {@code Q3 2021}. */
  static Keys quarters() {
    return (random, rows) -> {
      int start = random.between(2012 * 4, 2021 * 4);
      return rows(rows, i -> List.of(quarter(start + i)));
    };
  }

  /** Two to four places, each of them for every month in turn: {@code Feb 2022,Hill Street}. */
  static Keys monthsByPlace(List<String> places) {
    return (random, rows) -> {
      List<String> chosen = distinct(random, places, random.between(2, 4));
      int start = random.between(2014 * 12, 2023 * 12);
      return rows(
          rows,
          i -> {
            int month = start + i / chosen.size();
            return List.of(
                MONTHS.get(month % 12) + " " + month / 12, chosen.get(i % chosen.size()));
          });
    };
  }

  /** Two to four places, all quarters of one before the next: {@code Linden,Q2 2019}. */
  static Keys placesByQuarter(List<String> places) {
    return (random, rows) -> {
      int count = random.between(2, 4);
      List<String> chosen = distinct(random, places, count);
      int start = random.between(2013 * 4, 2022 * 4);
      int each = (rows + count - 1) / count;
      return rows(rows, i -> List.of(chosen.get(i / each), quarter(start + i % each)));
    };
  }

  /** Rising codes with gaps: {@code GR-1042}. */
  static Keys codes(String prefix) {
    return (random, rows) -> {
      int[] next = {random.between(100, 5000)};
      return rows(
          rows,
          i -> {
            next[0] += random.between(1, 40);
            return List.of(prefix + next[0]);
          });
    };
  }

  /** Names put together from two lists: {@code North Weir}, and where they run out numbered. */
  static Keys names(List<String> first, List<String> second) {
    List<String> all = first.stream().flatMap(a -> second.stream().map(b -> a + " " + b)).toList();
    return (random, rows) -> {
      List<String> names = new ArrayList<>(all);
      for (int number = 2; names.size() < rows; number++) {
        String suffix = " " + number;
        all.forEach(name -> names.add(name + suffix));
      }
      List<String> chosen = distinct(random, names, rows);
      return rows(rows, i -> List.of(chosen.get(i)));
    };
  }

  /** Two to four places, each of them for every day in turn: {@code 2022-03-04,Till 2}. */
  static Keys daysByPlace(List<String> places) {
    return (random, rows) -> {
      List<String> chosen = distinct(random, places, random.between(2, 4));
      LocalDate[] day = {day(random)};
      return rows(
          rows,
          i -> {
            int place = i % chosen.size();
            if (place == 0) {
              day[0] = day[0].plusDays(random.between(1, 6));
            }
            return List.of(day[0].toString(), chosen.get(place));
          });
    };
  }

  /** A name for each day, and some days a second one: {@code 2022-03-04,Ibsen}. */
  static Keys daysWithNames(List<String> names) {
    return (random, rows) -> {
      LocalDate[] day = {day(random)};
      int[] name = {random.below(names.size())};
      boolean[] second = {true};
      return rows(
          rows,
          i -> {
            second[0] = !second[0] && random.chance(30);
            if (!second[0]) {
              day[0] = day[0].plusDays(random.between(1, 9));
            }
            name[0] = (name[0] + random.between(1, names.size() - 1)) % names.size();
            return List.of(day[0].toString(), names.get(name[0]));
          });
    };
  }

  /** A day of the years 2012 to 2025. */
  static LocalDate day(SplitMix64 random) {
    return LocalDate.of(2012, 1, 1).plusDays(random.below(14 * 365));
  }

  /** {@code count} elements of {@code list} in random order, none twice. */
  static <T> List<T> distinct(SplitMix64 random, List<T> list, int count) {
    List<T> rest = new ArrayList<>(list);
    for (int i = 0; i < count; i++) {
      Collections.swap(rest, i, random.between(i, rest.size() - 1));
    }
    return rest.subList(0, count);
  }

  private static String quarter(int quarters) {
    return "Q" + (quarters % 4 + 1) + " " + quarters / 4;
  }

  private static List<List<String>> rows(int rows, IntFunction<List<String>> row) {
    List<List<String>> all = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      all.add(row.apply(i));
    }
    return all;
  }
}

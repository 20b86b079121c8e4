package io.plumbline.trainer.practice;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces the words and figures of one table, each by the same other one wherever it stands, so
 * that the reworded gold is the cleaning of the reworded input. What says how to clean stays:
 * headers, captions, separators, units, totals and remarks about an original amount; so do months
 * and which quarter of a year it is. Different words and figures stay different.
 */
final class Rewording {
  /** As they stand between other signs; of months only the names that tables use. */
  private static final List<String> KEPT =
      List.of(
          "Total",
          "Subtotal",
          "orig",
          "was",
          "file",
          "Jan",
          "Feb",
          "Mar",
          "Apr",
          "May",
          "Jun",
          "Jul",
          "Aug",
          "Sep",
          "Oct",
          "Nov",
          "Dec");

  /** An amount in each of its forms, a quarter, a key's prefix, another number, words in a row. */
  private static final Pattern PART =
      Pattern.compile(
          "(?<dollar>\\$?)(?<whole>[0-9]+)\\.(?<rest>[0-9]{3})(?<unit> ?M)"
              + "|(?<thousands>[0-9]+)\\$K"
              + "|\"(?<before> *)(?<grouped>[0-9]{1,3}(,[0-9]{3})+)(?<after> *)\""
              + "|(?<quarter>Q[1-4])"
              + "|(?<prefix>[A-Z]{1,3})(?=-?[0-9])"
              + "|(?<number>[0-9]+)"
              + "|(?<words>[A-Za-z]+([ -][A-Za-z]+)*)");

  private static final int MAX_DIGITS = 7;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[ -]");

  private enum Figures {
    KEPT,
    AS_LONG,
    ANY_LENGTH
  }

  private final SplitMix64 random;
  private final PseudoWords pseudoWords;
  private final Figures figures;

  /** How many of the words are replaced, 0 to 1. */
  private final double share;

  /** What long phrases are put together from. */
  private final List<String> phraseWords = new ArrayList<>();

  private final List<String> keptLines;
  private final Map<String, String> others = new HashMap<>();
  private final Map<String, String> otherNumbers = new HashMap<>();
  private final Set<String> takenNumbers = new HashSet<>();

  /** SplitMix64 the rest as it goes along, so the input's turn comes before the gold's. */
  Rewording(SplitMix64 random, String input) {
    this.random = random;
    List<String> lines = input.lines().toList();
    boolean captions = lines.get(1).startsWith("(");
    keptLines = lines.subList(0, captions ? 2 : 1);
    int mode = random.below(4);
    figures = mode == 0 ? Figures.KEPT : mode == 1 ? Figures.AS_LONG : Figures.ANY_LENGTH;
    share = random.bernoulli(0.5) ? 1 : 0.5;
    pseudoWords = new PseudoWords(random, input);
    for (int i = random.between(3, 20); i > 0; i--) {
      phraseWords.add(pseudoWords.next());
    }
  }

  /** The text, reworded; its first line is a header and stays. */
  String apply(String text) {
    List<String> lines = text.lines().toList();
    List<String> reworded = new ArrayList<>(lines.subList(0, 1));
    for (String line : lines.subList(1, lines.size())) {
      boolean separator = line.indexOf(',') < 0;
      reworded.add(separator || keptLines.contains(line) ? line : row(line));
    }
    return String.join("\n", reworded) + "\n";
  }

  private String row(String line) {
    StringBuilder row = new StringBuilder();
    Matcher part = PART.matcher(line);
    while (part.find()) {
      part.appendReplacement(row, Matcher.quoteReplacement(other(part)));
    }
    return part.appendTail(row).toString();
  }

  private String other(Matcher part) {
    if (part.group("unit") != null) {
      String amount = otherNumber(part.group("whole") + part.group("rest"));
      String digits = "0".repeat(Math.max(0, 4 - amount.length())) + amount;
      int point = digits.length() - 3;
      String millions = digits.substring(0, point) + "." + digits.substring(point);
      return part.group("dollar") + millions + part.group("unit");
    }
    if (part.group("thousands") != null) {
      return otherNumber(part.group("thousands")) + "$K";
    }
    if (part.group("grouped") != null) {
      String amount = otherNumber(part.group("grouped").replace(",", ""));
      String grouped = amount.replaceAll("(?<=[0-9])(?=([0-9]{3})+$)", ",");
      return grouped.equals(amount) // no comma to show
          ? part.group("before") + amount + "$K" + part.group("after")
          : '"' + part.group("before") + grouped + part.group("after") + '"';
    }
    if (part.group("number") != null) {
      return otherNumber(part.group("number"));
    }
    if (part.group("prefix") != null) {
      return others.computeIfAbsent(part.group(), prefix -> pseudoWords.nextPrefix());
    }
    return part.group("words") != null ? otherWords(part.group("words")) : part.group();
  }

  /** Short ones, names among them, word by word; notes as a whole, and by fewer words. */
  private String otherWords(String words) {
    if (KEPT.contains(words)) {
      return words;
    }
    String[] each = BETWEEN_WORDS.split(words);
    if (each.length > 2) {
      return others.computeIfAbsent(words, note -> random.bernoulli(share) ? phrase() : note);
    }
    return Arrays.stream(each).map(this::otherWord).collect(Collectors.joining(" "));
  }

  private String otherWord(String word) {
    return others.computeIfAbsent(
        word, name -> name.length() > 2 && random.bernoulli(share) ? pseudoWords.next() : name);
  }

  private String phrase() {
    StringBuilder phrase = new StringBuilder(random.pick(phraseWords));
    for (int i = random.between(0, 2); i > 0; i--) {
      phrase.append(' ').append(random.pick(phraseWords));
    }
    return phrase.toString();
  }

  /** Of a number in plain digits; in thousands where it is an amount. */
  private String otherNumber(String digits) {
    String number = digits.replaceFirst("^0+(?=[0-9])", "");
    return figures == Figures.KEPT
        ? number
        : otherNumbers.computeIfAbsent(number, key -> freshNumber(key.length()));
  }

  private String freshNumber(int length) {
    String number;
    do {
      int wanted = figures == Figures.AS_LONG ? length : random.between(1, MAX_DIGITS);
      StringBuilder digits = new StringBuilder().append(random.between(1, 9));
      while (digits.length() < wanted) {
        digits.append(random.below(10));
      }
      number = digits.toString();
    } while (!takenNumbers.add(number));
    return number;
  }
}

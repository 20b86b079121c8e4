package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The figures of a document: quantities, and each place that states one. A quantity of a group that
 * is stated twice has two witnesses besides: its other mention, and the group's relation. So one
 * mention of it can be wrong, and the document itself says which and what is right.
 */
final class Figures {
  /** A mention stands in a text as this character and those behind it, by its number. */
  static final char MARK = '\uE000';

  /** No day of a month and no number that is written as a word. */
  private static final int LEAST = 31;

  /** How the quantities of a group hang together. */
  enum Relation {
    /** A + B = T, or A + B + C = T with a third part. */
    SUM,
    /** X + D = Y. */
    CHANGE,
    /** P of N are Q percent. */
    SHARE
  }

  /** Quantities by the letter that templates have for them. */
  record Group(Relation relation, Map<Character, Integer> values) {
    /** Whether {@code values}, in place of the group's own, satisfy its relation. */
    boolean holds(Map<Character, Integer> values) {
      return switch (relation) {
        case SUM ->
            value(values, 'A') + value(values, 'B') + value(values, 'C') == value(values, 'T');
        case CHANGE -> value(values, 'X') + value(values, 'D') == value(values, 'Y');
        case SHARE -> value(values, 'P') * 100 == value(values, 'N') * value(values, 'Q');
      };
    }

    private static int value(Map<Character, Integer> values, char quantity) {
      return values.getOrDefault(quantity, 0);
    }
  }

  /**
   * One place that states a quantity; {@code related} is false of a figure outside the relation.
   */
  record Mention(Group group, char quantity, int value, boolean related) {}

  private final SplitMix64 random;
  private final Set<Integer> taken = new HashSet<>();
  private final List<Mention> mentions = new ArrayList<>();

  Figures(SplitMix64 random) {
    this.random = random;
  }

  List<Mention> mentions() {
    return mentions;
  }

  /** Draws a group of counts or, {@code money}, of amounts with a zero at the end. */
  Group group(Relation relation, int parts, boolean money) {
    while (true) {
      Map<Character, Integer> values = values(relation, parts, money);
      Set<Integer> distinct = new HashSet<>(values.values());
      if (distinct.size() == values.size() && distinct.stream().allMatch(this::isFree)) {
        taken.addAll(distinct);
        return new Group(relation, values);
      }
    }
  }

  private Map<Character, Integer> values(Relation relation, int parts, boolean money) {
    Map<Character, Integer> values = new TreeMap<>();
    switch (relation) {
      case SUM -> {
        int total = 0;
        int most = random.chance(50) ? 96 : 940;
        for (int i = 0; i < parts; i++) {
          int part = money ? 10 * random.between(9, 480) : random.between(LEAST, most);
          values.put((char) ('A' + i), part);
          total += part;
        }
        values.put('T', total);
      }
      case CHANGE -> {
        int start = random.between(70, random.chance(50) ? 180 : 860);
        int more = random.between(LEAST, start - 20);
        values.put('X', start);
        values.put('D', more);
        values.put('Y', start + more);
      }
      case SHARE -> {
        int unit = random.pick(List.of(20, 25, 50));
        int whole = unit * random.between(4, 20);
        int step = 100 / unit; // percent points that a whole number of cases makes
        int percent = step * random.between(LEAST / step + 1, 88 / step);
        values.put('N', whole);
        values.put('Q', percent);
        values.put('P', whole * percent / 100);
      }
    }
    return values;
  }

  /** A figure of the same kind as others but of no relation to them: last year's, a neighbour's. */
  int other(Group group) {
    char near =
        group.relation() == Relation.SUM ? 'T' : group.relation() == Relation.CHANGE ? 'Y' : 'N';
    int value = group.values().getOrDefault(near, LEAST);
    while (true) {
      int other = Math.max(LEAST, value * random.between(70, 130) / 100 + random.between(-5, 5));
      if (isFree(other)) {
        taken.add(other);
        return other;
      }
    }
  }

  /** Notes a mention and gives what stands for it in a text. */
  char mark(Group group, char quantity, int value) {
    mentions.add(new Mention(group, quantity, value, quantity != 'O'));
    return (char) (MARK + mentions.size() - 1);
  }

  /** Mentions of related quantities that another mention confirms. */
  List<Integer> confirmed() {
    List<Integer> confirmed = new ArrayList<>();
    for (int i = 0; i < mentions.size(); i++) {
      Mention mention = mentions.get(i);
      long same = mentions.stream().filter(mention::equals).count();
      if (mention.related() && same > 1) {
        confirmed.add(i);
      }
    }
    return confirmed;
  }

  /** A value that might stand in a mention's place by mistake, found nowhere else. */
  int wrong(int mention) {
    int right = mentions.get(mention).value();
    int most = mentions.get(mention).quantity() == 'Q' ? 99 : Integer.MAX_VALUE;
    while (true) {
      int wrong = slip(Integer.toString(right));
      if (isFree(wrong) && wrong <= most) {
        taken.add(wrong);
        return wrong;
      }
    }
  }

  /** One digit changed or two neighbours swapped; zeros at the end stay. */
  private int slip(String digits) {
    char[] slipped = digits.toCharArray();
    int end = slipped.length;
    while (end > 1 && slipped[end - 1] == '0') {
      end--;
    }
    int at = random.below(end);
    if (at + 1 < end && random.chance(40)) {
      char swapped = slipped[at];
      slipped[at] = slipped[at + 1];
      slipped[at + 1] = swapped;
    } else {
      slipped[at] = (char) ('0' + random.below(10));
    }
    boolean sameLength = slipped[0] != '0' && slipped[end - 1] != '0';
    return sameLength ? Integer.parseInt(String.valueOf(slipped)) : 0;
  }

  /** Whether a value is none of a day, a year or another figure. */
  private boolean isFree(int value) {
    return value >= LEAST && (value < 1990 || value > 2040) && !taken.contains(value);
  }

  static String words(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

package io.plumbline.graders.redteam;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Texts as lists of lines, cells, sentences or tokens, cut plainly so that odd cuts happen. */
final class Lines {
  private Lines() {}

  /** Without line ends; a last empty one stands for a final line end. */
  static List<String> of(String text) {
    return new ArrayList<>(List.of(text.split("\n", -1)));
  }

  static String join(List<String> lines) {
    return String.join("\n", lines);
  }

  static List<String> cells(String line) {
    return new ArrayList<>(List.of(line.split(",", -1)));
  }

  /** Words and what stands between them. */
  static List<String> tokens(String text) {
    return new ArrayList<>(List.of(text.split("(?<=\\W)|(?=\\W)", -1)));
  }

  /** Each with the white space behind it. */
  static List<String> sentences(String text) {
    return new ArrayList<>(List.of(text.split("(?<=[.!?]\\s)", -1)));
  }

  /** The first lines of one text and the last of another. */
  static String crossed(String first, String second, SplitMix64 random) {
    List<String> head = of(first);
    List<String> tail = of(second);
    List<String> lines = new ArrayList<>(head.subList(0, random.below(head.size() + 1)));
    lines.addAll(tail.subList(random.below(tail.size() + 1), tail.size()));
    return join(lines);
  }

  /** {@code text} with {@code inserted} at a random place. */
  static String inserted(String text, String inserted, SplitMix64 random) {
    int at = random.below(text.length() + 1);
    return text.substring(0, at) + inserted + text.substring(at);
  }

  /** Changes one element. */
  static List<String> changed(List<String> list, SplitMix64 random, UnaryOperator<String> change) {
    int at = random.below(list.size());
    list.set(at, change.apply(list.get(at)));
    return list;
  }
}

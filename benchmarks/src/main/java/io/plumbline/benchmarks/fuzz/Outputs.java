package io.plumbline.benchmarks.fuzz;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.List;

/** Makes outputs: mutated golds, random sequences and endless repetitions of what might hurt. */
final class Outputs {

  /** The longest, in chars: about what the server lets in. */
  static final int LONGEST = 1 << 20;

  /** One output in so many may be that long. */
  private static final int RARELY = 1_000;

  /** What parsers, scanners and matchers of any of the environments might stumble over. */
  static final List<String> TOKENS =
      List.of(
          // CSV
          ",",
          "\"",
          "\"\"",
          "\",\"",
          "\n",
          "\r",
          "\r\n",
          "\n\n",
          ",,,",
          " , ",
          "\t",
          "\"a\"b",
          // numbers and money
          "0",
          "7",
          "-1",
          "1.8",
          "1,234",
          "$",
          "M",
          "$M",
          "$1.8M",
          " 2 million",
          "1e9",
          "%",
          "١٢",
          // prose
          " ",
          "a",
          "The ",
          ". ",
          "!",
          "?",
          "is ",
          "was ",
          "been ",
          "sed",
          "ed",
          " was painted ",
          "not ",
          "always ",
          "proves ",
          "e.g. ",
          "\u2014",
          "\u2019",
          "- ",
          "# ",
          "```",
          "| ",
          // citations
          "[",
          "]",
          "[1]",
          "[Source A]",
          "(",
          ")",
          "(1)",
          "(Source B)",
          "(source  c)",
          "Source ",
          // case mappings, marks and letters beyond a char
          "\u0130",
          "\u0131",
          "\u03a3",
          "\u03c2",
          "\u00df",
          "\u017f",
          "\u212a",
          "e\u0301",
          "\ud83d\ude00",
          "\ud835\udc00",
          "\u0301",
          "\ufb01",
          // white space, zero width, right to left, byte order mark, separators
          "\u00a0",
          "\u2003",
          "\u3000",
          "\u2028",
          "\u2029",
          "\u0085",
          "\u200b",
          "\u200d",
          "\u2060",
          "\ufeff",
          "\u202e",
          "\u202b",
          "\u2067",
          "\u05d0\u05d1",
          "\u0627\u0644",
          // control characters and halves of pairs
          "\0",
          "\u0001",
          "\u0007",
          "\b",
          "\u000b",
          "\f",
          "\u001b",
          "\u001c",
          "\u001f",
          "\u007f",
          "\ud800",
          "\udfff",
          "\udc00\ud800",
          "\uffff");

  private final List<Subject> subjects;

  Outputs(List<Subject> subjects) {
    this.subjects = subjects;
  }

  /** An output for this subject. */
  String next(SplitMix64 random, Subject subject) {
    int longest = random.below(RARELY) == 0 ? LONGEST : 2_000;
    StringBuilder output = new StringBuilder();
    switch (random.below(8)) {
      case 0, 1, 2 -> mutate(output.append(subject.gold()), random, subject, longest);
      case 3 -> mutate(output.append(subject.task().input()), random, subject, longest);
      case 4, 5 -> fill(output, random, subject, length(random, longest));
      case 6 -> repeat(output, random, subject, length(random, longest));
      default -> {
        repeat(output, random, subject, length(random, longest / 2));
        output.insert(random.below(output.length() + 1), subject.gold());
        fill(output, random, subject, Math.min(longest, output.length() + random.below(40)));
      }
    }
    return output.length() <= LONGEST ? output.toString() : output.substring(0, LONGEST);
  }

  private static String token(SplitMix64 random, Subject subject) {
    return random.pick(random.chance(25) ? subject.pieces() : TOKENS);
  }

  /** Short ones are as likely as long ones, magnitude by magnitude. */
  private static int length(SplitMix64 random, int longest) {
    int bits = 32 - Integer.numberOfLeadingZeros(longest);
    return Math.min(longest, random.below(1 << random.between(0, bits)));
  }

  private void mutate(StringBuilder output, SplitMix64 random, Subject subject, int longest) {
    for (int edits = random.between(1, 8); edits > 0; edits--) {
      int from = random.below(output.length() + 1);
      int to = Math.min(output.length(), from + length(random, 200));
      switch (random.below(6)) {
        case 0 -> output.delete(from, to);
        case 1 -> output.insert(random.below(output.length() + 1), output.substring(from, to));
        case 2 -> output.replace(from, to, token(random, subject));
        case 3 -> output.insert(from, token(random, subject));
        case 4 -> {
          String other = random.pick(subjects).gold();
          int start = random.below(other.length() + 1);
          int end = Math.min(other.length(), start + length(random, 200));
          output.insert(from, other, start, end);
        }
        default -> output.insert(from, token(random, subject).repeat(length(random, longest / 8)));
      }
    }
  }

  private static void fill(StringBuilder output, SplitMix64 random, Subject subject, int length) {
    while (output.length() < length) {
      output.append(token(random, subject));
    }
  }

  /** One to three tokens over and over. */
  private static void repeat(StringBuilder output, SplitMix64 random, Subject subject, int length) {
    StringBuilder unit = new StringBuilder();
    for (int tokens = random.between(1, 3); tokens > 0; tokens--) {
      unit.append(token(random, subject));
    }
    while (output.length() < length) {
      output.append(unit);
    }
  }
}

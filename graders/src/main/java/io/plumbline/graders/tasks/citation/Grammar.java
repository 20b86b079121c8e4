package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames of sentences by section. A frame holds slots, {@code {place}}, with a capital where the
 * slot's first letter is to be one, {@code {Place}}; and choices, {@code <fell|dropped>}, whose
 * parts may hold slots.
 */
final class Grammar {
  private static final Map<String, List<String>> SECTIONS = sections();

  private Grammar() {}

  /** The frames of a section. */
  static List<String> frames(String section) {
    List<String> frames = SECTIONS.get(section);
    if (frames == null) {
      throw new IllegalArgumentException("section: " + section + " (expected: one of the grammar)");
    }
    return frames;
  }

  /** A frame of the section, filled in. */
  static String say(SplitMix64 random, String section, Slots slots) {
    return fill(random, random.pick(frames(section)), slots);
  }

  static String fill(SplitMix64 random, String frame, Slots slots) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < frame.length()) {
      char c = frame.charAt(i);
      if (c == '<') {
        int end = frame.indexOf('>', i);
        List<String> choices = List.of(frame.substring(i + 1, end).split("\\|", -1));
        text.append(fill(random, random.pick(choices), slots));
        i = end + 1;
      } else if (c == '{') {
        int end = frame.indexOf('}', i);
        text.append(slot(frame.substring(i + 1, end), random, slots));
        i = end + 1;
      } else {
        text.append(c);
        i++;
      }
    }
    return text.toString();
  }

  /** With its first letter, an ASCII one, in upper case. */
  static String capitalised(String text) {
    char first = text.charAt(0);
    return first >= 'a' && first <= 'z' ? (char) (first - 32) + text.substring(1) : text;
  }

  private static String slot(String name, SplitMix64 random, Slots slots) {
    char first = name.charAt(0);
    return first >= 'A' && first <= 'Z'
        ? capitalised(slots.value((char) (first + 32) + name.substring(1), random))
        : slots.value(name, random);
  }

  private static Map<String, List<String>> sections() {
    Map<String, List<String>> sections = new HashMap<>();
    String section = "";
    for (String line : Lines.of("grammar.txt")) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.length() - 1);
        sections.put(section, new ArrayList<>());
      } else {
        sections.getOrDefault(section, List.of()).add(line);
      }
    }
    return sections;
  }
}

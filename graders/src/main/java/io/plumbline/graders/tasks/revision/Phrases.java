package io.plumbline.graders.tasks.revision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words that drafts are made of, as the library's resources list them. */
final class Phrases {
  private static final Map<String, List<String>> SECTIONS = readSections();

  /** Each domain's alternatives by key. */
  static final List<Map<String, List<String>>> DOMAINS = readDomains();

  private Phrases() {}

  /** The alternatives of a section that exists. */
  static List<String> section(String name) {
    List<String> section = SECTIONS.get(name);
    if (section == null) {
      throw new IllegalStateException("no section " + name);
    }
    return section;
  }

  private static Map<String, List<String>> readSections() {
    Map<String, List<String>> sections = new HashMap<>();
    List<String> section = new ArrayList<>(); // of no name: nothing comes before the first
    for (String line : lines("phrases.txt")) {
      if (line.startsWith("[")) {
        section = new ArrayList<>();
        sections.put(line.substring(1, line.length() - 1), section);
      } else {
        section.add(line);
      }
    }
    return sections;
  }

  private static List<Map<String, List<String>>> readDomains() {
    List<Map<String, List<String>>> domains = new ArrayList<>();
    for (String line : lines("domains.txt")) {
      int equals = line.indexOf(" = ");
      String key = line.substring(0, equals);
      if (key.equals("domain")) {
        domains.add(new HashMap<>());
      }
      domains.get(domains.size() - 1).put(key, split(line.substring(equals + 3), " | "));
    }
    return domains;
  }

  /** The parts between separators; no regular expressions, whose meaning JDKs may change. */
  static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
      parts.add(text.substring(from, to));
      from = to + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** The lines of a resource, without comments and blank ones. */
  private static List<String> lines(String file) {
    try (InputStream in = Phrases.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the library's jar lacks " + file);
      }
      return split(new String(in.readAllBytes(), StandardCharsets.UTF_8), "\n").stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e); // a broken jar
    }
  }
}

package io.plumbline.benchmarks.graders;

import io.plumbline.graders.tasks.SourceDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which sources brackets name: by name, by label or by place. */
final class RegexMarkers {
  /** The source of a marker that names none. */
  static final int NONE = -1;

  private static final String SPACE = "[" + RegexProse.SPACE + "]";
  private static final Pattern SPACES = Pattern.compile(SPACE + "+");
  private static final Pattern EDGE = Pattern.compile("\\A" + SPACE + "++|" + SPACE + "++\\z");
  private static final Pattern SEPARATOR = Pattern.compile("[,;&]");
  private static final Pattern PLACE = Pattern.compile("[0-9]{1,2}");
  private static final Pattern SOURCE = Pattern.compile("source ");
  private static final Pattern LIKE_A_NAME = Pattern.compile("(?i:source)" + SPACE);
  private static final int SHORTEST_NAME = 8;
  private static final int LONGEST_NAME = 10;

  private final Map<String, Integer> names = new HashMap<>();

  /** The names, and labels alone. */
  private final Map<String, Integer> labels = new HashMap<>();

  private final int sources;

  RegexMarkers(List<SourceDocument> documents) {
    sources = documents.size();
    for (int i = 0; i < sources; i++) {
      String name = documents.get(i).name().strip().toLowerCase(Locale.ROOT);
      names.putIfAbsent(name, i);
      labels.putIfAbsent(name, i);
      labels.putIfAbsent(SOURCE.matcher(name).replaceFirst(""), i);
    }
  }

  /** How many sources there are. */
  int sources() {
    return sources;
  }

  /** The sources that brackets with this inside name; empty where they are no marker. */
  Optional<List<Integer>> read(String inside, boolean square) {
    String text = strip(inside);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    SEPARATOR.splitAsStream(text + " ").forEach(part -> parts.add(strip(part)));
    if (parts.size() > 1 && parts.get(parts.size() - 1).isEmpty()) {
      parts.remove(parts.size() - 1);
    }
    if (!square && !isLikeAName(parts.get(0)) && !areNames(parts)) {
      return Optional.empty();
    }
    List<Integer> markers = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).isEmpty()) {
        markers.add(source(parts.get(i), square || i > 0 ? labels : names));
      }
    }
    return Optional.of(markers);
  }

  private static String strip(String text) {
    return EDGE.matcher(text).replaceAll("");
  }

  private static boolean isLikeAName(String part) {
    return part.length() >= SHORTEST_NAME
        && part.length() <= LONGEST_NAME
        && LIKE_A_NAME.matcher(part).lookingAt();
  }

  private boolean areNames(List<String> parts) {
    return parts.stream().allMatch(part -> source(part, names) != NONE);
  }

  private int source(String part, Map<String, Integer> known) {
    String name = SPACES.matcher(part.toLowerCase(Locale.ROOT)).replaceAll(" ");
    Integer source = known.get(name);
    if (source != null) {
      return source;
    }
    int place = PLACE.matcher(part).matches() ? Integer.parseInt(part) : 0;
    return place <= sources ? place - 1 : NONE;
  }
}

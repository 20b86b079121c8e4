package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.SourceDocument;
import java.util.List;
import java.util.Locale;

/**
 * The names by which an output may call a task's sources: the whole name in any case, its label
 * ({@code A} of {@code Source A}), or the source's place counted from 1.
 */
final class SourceNames {
  private static final int MOST_DIGITS = 2;
  private static final String SOURCE = "source";

  private final String[] names;
  private final String[] labels;

  SourceNames(List<SourceDocument> sources) {
    names = new String[sources.size()];
    labels = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = sources.get(i).name().strip().toLowerCase(Locale.ROOT);
      labels[i] =
          names[i].startsWith(SOURCE + " ") ? names[i].substring(SOURCE.length() + 1) : names[i];
    }
  }

  int size() {
    return names.length;
  }

  /**
   * The place, from 0, of the source that {@code text[from, to)} names, or -1.
   *
   * @param labels whether a label alone will do
   */
  int resolve(String text, int from, int to, boolean labels) {
    for (int i = 0; i < names.length; i++) {
      if (is(names[i], text, from, to) || (labels && is(this.labels[i], text, from, to))) {
        return i;
      }
    }
    int place = place(text, from, to);
    return place <= names.length ? place - 1 : -1;
  }

  /**
   * Whether {@code text[from, to)} reads like a source's name: {@code source} and a short label.
   */
  static boolean isLikeAName(String text, int from, int to) {
    int label = from + SOURCE.length();
    return to - label >= 2
        && to - label <= 4
        && PyText.isSpace(text.charAt(label))
        && is(SOURCE, text, from, label);
  }

  /** A place counted from 1, or 0. */
  private static int place(String text, int from, int to) {
    if (to - from > MOST_DIGITS) {
      return 0;
    }
    int place = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      place = 10 * place + c - '0';
    }
    return place;
  }

  /** Whether the text is that name, in any ASCII case, a run of white space for a blank. */
  private static boolean is(String name, String text, int from, int to) {
    int at = from;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (at >= to) {
        return false;
      }
      if (c == ' ') {
        int next = PyText.stripStart(text, at, to);
        if (next == at) {
          return false;
        }
        at = next;
      } else if (WordTable.fold(text.charAt(at++)) != c) {
        return false;
      }
    }
    return at == to;
  }
}

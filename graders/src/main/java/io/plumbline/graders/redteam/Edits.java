package io.plumbline.graders.redteam;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How one text differs from another: pieces left out and pieces put in, each of which can be undone
 * by itself.
 *
 * @param pieces of the text that was changed
 * @param edits in its order
 */
record Edits(List<String> pieces, List<Edit> edits) {
  /** Beyond so many comparisons what differs is replaced as a whole. */
  private static final long MOST_COMPARISONS = 4_000_000;

  /**
   * One difference.
   *
   * @param at the piece that is left out, or before which one is put in
   * @param inserted the piece put in; empty where one is left out
   */
  record Edit(int at, String inserted) {}

  /** What makes {@code text} of {@code original}, as few pieces as can be. */
  static Edits between(String original, String text, Pattern ends) {
    List<String> a = ends.splitAsStream(original).toList();
    List<String> b = ends.splitAsStream(text).toList();
    int head = 0;
    while (head < Math.min(a.size(), b.size()) && a.get(head).equals(b.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(a.size(), b.size()) - head
        && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
      tail++;
    }
    List<String> left = a.subList(head, a.size() - tail);
    List<String> put = b.subList(head, b.size() - tail);
    boolean few = (long) left.size() * put.size() <= MOST_COMPARISONS;
    int[][] common = few ? common(left, put) : new int[left.size() + 1][put.size() + 1];
    List<Edit> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < left.size() || j < put.size()) {
      boolean both = i < left.size() && j < put.size();
      if (both && few && left.get(i).equals(put.get(j))) {
        i++;
        j++;
      } else if (j == put.size() || (both && common[i + 1][j] >= common[i][j + 1])) {
        edits.add(new Edit(head + i++, ""));
      } else {
        edits.add(new Edit(head + i, put.get(j++)));
      }
    }
    return new Edits(a, edits);
  }

  /** Lengths of the longest common subsequences of what follows each pair of places. */
  private static int[][] common(List<String> a, List<String> b) {
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  /** The original with these edits alone. */
  String with(List<Edit> chosen) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (int i = 0; i <= pieces.size(); i++) {
      boolean leftOut = false;
      for (; next < chosen.size() && chosen.get(next).at() == i; next++) {
        text.append(chosen.get(next).inserted());
        leftOut |= chosen.get(next).inserted().isEmpty();
      }
      if (i < pieces.size() && !leftOut) {
        text.append(pieces.get(i));
      }
    }
    return text.toString();
  }
}

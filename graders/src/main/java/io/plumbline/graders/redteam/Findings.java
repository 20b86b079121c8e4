package io.plumbline.graders.redteam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a search has found so far; safe for several threads. */
public final class Findings {
  /** So many exploits are kept of one signature. */
  private static final int MOST_ALIKE = 6;

  private static final int MOST_WORDS = 6;

  private final List<Exploit> exploits = new ArrayList<>();
  private final Map<List<String>, TreeSet<String>> shapes = new HashMap<>();
  private long candidates;
  private long tasks;
  private long underpaid;

  Findings() {}

  synchronized void count(Campaign campaign) {
    tasks++;
    candidates += campaign.candidates();
    underpaid += campaign.underpaid();
  }

  /** Whether more exploits of this signature are wanted. */
  synchronized boolean wants(List<String> signature) {
    return !shapes.containsKey(signature) || shapes.get(signature).size() < MOST_ALIKE;
  }

  /**
   * Keeps an exploit unless one of its signature and shape is kept already.
   *
   * @param gold what the output should have been
   * @return whether it is kept
   */
  synchronized boolean keep(Exploit exploit, String gold) {
    if (!wants(exploit.signature())
        || !shapes
            .computeIfAbsent(exploit.signature(), s -> new TreeSet<>())
            .add(shape(exploit.output(), gold))) {
      return false;
    }
    exploits.add(exploit);
    return true;
  }

  /** What an output's words look like that the gold lacks: letters as a, digits as 9. */
  static String shape(String output, String gold) {
    List<String> known = List.of(gold.split("[\\s,]+", -1));
    TreeSet<String> odd = new TreeSet<>();
    for (String word : output.split("[\\s,]+", -1)) {
      if (!known.contains(word) && odd.size() < MOST_WORDS) {
        odd.add(word.replaceAll("[A-Za-z]+", "a").replaceAll("[0-9]+", "9"));
      }
    }
    return String.join(" ", odd);
  }

  /** The exploits, in the order in which they were found. */
  public synchronized List<Exploit> exploits() {
    return List.copyOf(exploits);
  }

  /** Outputs that were judged. */
  public synchronized long candidates() {
    return candidates;
  }

  /** Tasks that were searched. */
  public synchronized long tasks() {
    return tasks;
  }

  /** Outputs whose grade is below their quality by the threshold or more. */
  public synchronized long underpaid() {
    return underpaid;
  }
}

package io.plumbline.graders.redteam;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The search over one task: an archive with the best candidate of every niche, after MAP-Elites
 * (Mouret and Clune, "Illuminating search spaces by mapping elites", 2015), so that odd outputs
 * survive beside good ones. The same random numbers give the same candidates.
 */
final class Campaign {
  private static final int MOST_CHANGES = 4;

  private final Bench bench;
  private final Material material;
  private final List<Mutation> mutations;
  private final SplitMix64 random;
  private final double threshold;
  private final int longest;

  /** The best candidate of every niche, and where it stands by the niche's name. */
  private final List<Candidate> archive = new ArrayList<>();

  private final Map<String, Integer> places = new HashMap<>();
  private final Map<List<String>, Candidate> exploits = new LinkedHashMap<>();
  private long underpaid;
  private int candidates;

  Campaign(
      Bench bench,
      Material material,
      List<Mutation> mutations,
      SplitMix64 random,
      double threshold) {
    this.bench = bench;
    this.material = material;
    this.mutations = mutations;
    this.random = random;
    this.threshold = threshold;
    longest = 3 * Math.max(material.gold().length(), material.input().length()) + 1000;
  }

  /** Judges the material's texts, then offspring, {@code count} in all or until told to stop. */
  void run(int count, BooleanSupplier stop) {
    for (String seed : material.texts()) {
      keep(seed);
    }
    while (candidates < count && !stop.getAsBoolean()) {
      String text = parent();
      for (int changes = 1 + random.below(MOST_CHANGES); changes > 0; changes--) {
        text = random.pick(mutations).apply(text, material, random);
      }
      if (random.chance(10)) {
        text = Lines.crossed(text, parent(), random);
      }
      keep(text.length() > longest ? text.substring(0, longest) : text);
    }
  }

  private void keep(String output) {
    candidates++;
    Candidate candidate = bench.judge(output);
    underpaid += candidate.gap() <= -threshold ? 1 : 0;
    Integer place = places.putIfAbsent(candidate.niche(), archive.size());
    if (place == null) {
      archive.add(candidate);
    } else if (candidate.beats(archive.get(place))) {
      archive.set(place, candidate);
    }
    if (candidate.gap() >= threshold) {
      exploits.merge(candidate.signature(), candidate, (a, b) -> b.beats(a) ? b : a);
    }
  }

  /** One in three times anything, else the best of three; often enough the gold itself. */
  private String parent() {
    if (random.chance(15)) {
      return material.gold();
    }
    Candidate best = random.pick(archive);
    for (int more = random.chance(33) ? 0 : 2; more > 0; more--) {
      Candidate other = random.pick(archive);
      best = other.gap() > best.gap() ? other : best;
    }
    return best.output();
  }

  /** The best exploit of each signature. */
  List<Candidate> exploits() {
    return List.copyOf(exploits.values());
  }

  /** Candidates whose grade is below their quality by the threshold or more. */
  long underpaid() {
    return underpaid;
  }

  int candidates() {
    return candidates;
  }
}

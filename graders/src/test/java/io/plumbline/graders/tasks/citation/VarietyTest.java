package io.plumbline.graders.tasks.citation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.citation.Domain.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How varied 10,000 tasks are, and that what a source looks like does not tell what it supports: a
 * policy has to read. The bounds stand a little off what was measured.
 */
@Tag("once")
class VarietyTest {
  private static final int TASKS = 10_000;
  private static final List<Task> ALL =
      IntStream.range(0, TASKS).mapToObj(seed -> CitationSplits.all("").get(0).task(seed)).toList();

  /** The words of the domains: what is left of a sentence without them is its skeleton. */
  private static final Set<String> CONTENT = content();

  /** A claim that one source supports: its sentence, that source's place, and the task. */
  private record Case(Task task, String sentence, int supporter) {}

  private static final List<Case> CASES = cases();

  @Test
  void sentencesOfClaimsAndOfSourcesHaveThousandsOfSkeletons() {
    Set<String> claims = new HashSet<>();
    Set<String> sources = new HashSet<>();
    Set<String> briefs = new HashSet<>();
    for (Task task : ALL) {
      briefs.add(skeleton(task.input()));
      for (CitationClaim claim : reference(task).claims()) {
        claims.add(skeleton(sentenceOf(task.input(), claim.anchor())));
      }
      for (SourceDocument source : task.sources()) {
        for (String sentence : source.text().split("[.] |\n", -1)) {
          sources.add(skeleton(sentence));
        }
      }
    }
    assertThat(claims.size()).as("claims").isGreaterThan(30_000);
    assertThat(sources.size()).as("sources").isGreaterThan(35_000);
    assertThat(briefs.size()).as("briefs").isGreaterThan(9_990);
  }

  @Test
  void briefsDifferInLengthAndTogetherHaveALargeVocabulary() {
    Set<String> vocabulary = new HashSet<>();
    List<Integer> lengths = new ArrayList<>();
    for (Task task : ALL) {
      List<String> words = words(task.input());
      lengths.add(words.size());
      vocabulary.addAll(words);
      task.sources().forEach(source -> vocabulary.addAll(words(source.text())));
    }
    lengths.sort(null);
    vocabulary.removeIf(word -> word.chars().anyMatch(c -> c < 'a'));
    assertThat(vocabulary).hasSizeGreaterThan(1_800);
    assertThat(lengths.get(TASKS / 20)).isLessThan(110);
    assertThat(lengths.get(TASKS * 19 / 20)).isGreaterThan(220);
    assertThat(lengths.get(TASKS / 2)).isBetween(120, 200);
  }

  @Test
  void theSourceThatSharesMostWordsWithAClaimIsHardlyMoreOftenTheRightOneThanAnyOther() {
    Map<String, Set<String>> read = new HashMap<>(); // each source bears on several claims
    double hits = 0;
    double chance = 0;
    double wins = 0;
    double pairs = 0;
    for (Case one : CASES) {
      Set<String> claim = contentWords(one.sentence());
      List<Integer> shared = new ArrayList<>();
      for (SourceDocument source : one.task().sources()) {
        Set<String> words = read.computeIfAbsent(source.text(), VarietyTest::contentWords);
        shared.add((int) claim.stream().filter(words::contains).count());
      }
      int right = shared.get(one.supporter());
      int most = shared.stream().mapToInt(count -> count).max().orElseThrow();
      long ties = shared.stream().filter(count -> count == most).count();
      hits += right == most ? 1.0 / ties : 0;
      chance += 1.0 / shared.size();
      for (int other = 0; other < shared.size(); other++) {
        if (other != one.supporter()) {
          pairs++;
          wins += right > shared.get(other) ? 1 : right == shared.get(other) ? 0.5 : 0;
        }
      }
    }
    assertThat(hits / CASES.size() - chance / CASES.size()).isBetween(-0.05, 0.05);
    assertThat(wins / pairs).as("area under the curve").isBetween(0.45, 0.55);
  }

  @Test
  void neitherPlaceNorLengthOfASourceTellsWhetherItSupportsAClaim() {
    double longer = 0;
    double later = 0;
    double longest = 0;
    double first = 0;
    double chance = 0;
    double pairs = 0;
    for (Case one : CASES) {
      List<SourceDocument> sources = one.task().sources();
      int right = sources.get(one.supporter()).text().length();
      chance += 1.0 / sources.size();
      first += one.supporter() == 0 ? 1 : 0;
      boolean isLongest = true;
      for (int other = 0; other < sources.size(); other++) {
        int length = sources.get(other).text().length();
        isLongest &= length <= right;
        if (other != one.supporter()) {
          pairs++;
          longer += length < right ? 1 : length == right ? 0.5 : 0;
          later += other < one.supporter() ? 1 : 0;
        }
      }
      longest += isLongest ? 1 : 0;
    }
    assertThat(longer / pairs).as("longer").isBetween(0.45, 0.55);
    assertThat(later / pairs).as("later").isBetween(0.48, 0.52);
    assertThat((longest - chance) / CASES.size()).as("longest").isBetween(-0.04, 0.04);
    assertThat((first - chance) / CASES.size()).as("first").isBetween(-0.02, 0.02);
  }

  /** A figure of a claim, years and all, tells no source that supports it from others. */
  @Test
  void figuresThatAClaimSharesWithASourceTellNothing() {
    double wins = 0;
    double pairs = 0;
    for (Case one : CASES) {
      Set<String> claim = figures(one.sentence());
      List<Integer> shared = new ArrayList<>();
      for (SourceDocument source : one.task().sources()) {
        Set<String> figures = figures(source.text());
        figures.retainAll(claim);
        shared.add(figures.size());
      }
      int right = shared.remove(/* index */ one.supporter());
      for (int other : shared) {
        pairs++;
        wins += right > other ? 1 : right == other ? 0.5 : 0;
      }
    }
    assertThat(wins / pairs).as("area under the curve").isBetween(0.47, 0.53);
  }

  /** A source of which a claim has full support, told by the presence of a single word. */
  @Test
  void noSingleWordOfASourceTellsThatItSupportsAClaim() {
    Map<String, int[]> counts = new HashMap<>(); // sources with the word; supporters among them
    int sources = 0;
    int supporters = 0;
    for (Task task : ALL) {
      Set<String> supporting = new HashSet<>();
      reference(task).claims().forEach(claim -> supporting.addAll(claim.supports()));
      for (SourceDocument source : task.sources()) {
        int supports = supporting.contains(source.name()) ? 1 : 0;
        sources++;
        supporters += supports;
        for (String word : new TreeSet<>(words(source.text()))) {
          int[] count = counts.computeIfAbsent(word, w -> new int[2]);
          count[0]++;
          count[1] += supports;
        }
      }
    }
    double base = (double) supporters / sources;
    counts.forEach(
        (word, count) -> {
          if (count[0] >= 400) {
            assertThat((double) count[1] / count[0] - base).as(word).isBetween(-0.13, 0.13);
          }
        });
  }

  /** A claim that any source supports at least in part, told by the presence of a single word. */
  @Test
  void noSingleWordOfAClaimTellsThatItCanBeCited() {
    Map<String, int[]> counts = new HashMap<>();
    int claims = 0;
    int citable = 0;
    for (Task task : ALL) {
      for (CitationClaim claim : reference(task).claims()) {
        int can = claim.supports().isEmpty() && claim.halfSupports().isEmpty() ? 0 : 1;
        claims++;
        citable += can;
        for (String word : new TreeSet<>(words(sentenceOf(task.input(), claim.anchor())))) {
          int[] count = counts.computeIfAbsent(word, w -> new int[2]);
          count[0]++;
          count[1] += can;
        }
      }
    }
    double base = (double) citable / claims;
    counts.forEach(
        (word, count) -> {
          if (count[0] >= 400) {
            assertThat((double) count[1] / count[0] - base).as(word).isBetween(-0.07, 0.07);
          }
        });
  }

  @Test
  void everyDomainAndEveryItemComesUp() {
    Set<String> wordings = new HashSet<>();
    Domain.ALL.forEach(
        domain ->
            domain
                .items()
                .values()
                .forEach(
                    items ->
                        items.forEach(
                            item -> item.wordings().forEach(w -> wordings.add(w.get(0))))));
    StringBuilder briefs = new StringBuilder();
    ALL.forEach(task -> briefs.append(task.input().toLowerCase(Locale.ROOT)));
    String text = briefs.toString();
    assertThat(wordings).hasSizeGreaterThan(250).allMatch(text::contains);
  }

  /** Else a claim and what supports it could be paired by a word. */
  @Test
  void theTwoWordingsOfAnItemShareNoWordOfWeight() {
    for (Domain domain : Domain.ALL) {
      for (List<Item> items : domain.items().values()) {
        for (Item item : items) {
          Set<String> first = contentWords(String.join(" ", item.wordings().get(0)));
          first.retainAll(contentWords(String.join(" ", item.wordings().get(1))));
          assertThat(first).as(item.wordings().toString()).isEmpty();
        }
      }
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Task task : ALL) {
      List<String> names = task.sources().stream().map(SourceDocument::name).toList();
      for (CitationClaim claim : reference(task).claims()) {
        if (claim.supports().size() == 1) {
          cases.add(
              new Case(
                  task,
                  sentenceOf(task.input(), claim.anchor()),
                  names.indexOf(claim.supports().get(0))));
        }
      }
    }
    return cases;
  }

  private static CitationReference reference(Task task) {
    return (CitationReference) task.reference();
  }

  private static String sentenceOf(String input, String anchor) {
    int at = input.indexOf(anchor);
    int start = Math.max(input.lastIndexOf('\n', at), input.lastIndexOf(". ", at) + 1) + 1;
    return input.substring(start, input.indexOf('.', at + anchor.length()));
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static Set<String> figures(String text) {
    Set<String> figures = new HashSet<>(words(text.replace(",", "")));
    figures.removeIf(word -> word.charAt(0) >= 'a');
    return figures;
  }

  private static Set<String> contentWords(String text) {
    Set<String> words = new HashSet<>();
    for (String word : words(text)) {
      if (word.length() >= 4 && word.charAt(0) >= 'a') {
        words.add(word);
      }
    }
    return words;
  }

  /** Domain words, places and figures become a dash, runs of them one. */
  private static String skeleton(String text) {
    StringBuilder skeleton = new StringBuilder();
    boolean dash = false;
    for (String word : text.split("[^A-Za-z0-9,.:;]+", -1)) {
      String bare = word.replaceAll("[,.:;]", "");
      if (bare.isEmpty()) {
        continue;
      }
      boolean place = bare.charAt(0) < 'A' || (bare.charAt(0) < 'a' && !skeleton.isEmpty());
      boolean content = place || CONTENT.contains(bare.toLowerCase(Locale.ROOT));
      if (!content) {
        skeleton.append(word).append(' ');
      } else if (!dash) {
        skeleton.append("- ");
      }
      dash = content;
    }
    return skeleton.toString();
  }

  private static Set<String> content() {
    Set<String> words = new HashSet<>();
    for (String line : Lines.of("domains.txt")) {
      words.addAll(words(line));
    }
    for (String line : Lines.of("grammar.txt")) {
      words.removeAll(words(line));
    }
    return words;
  }
}

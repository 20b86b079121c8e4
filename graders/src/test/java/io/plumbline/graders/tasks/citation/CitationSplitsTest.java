package io.plumbline.graders.tasks.citation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CitationSplitsTest {
  private static final List<TaskSplit> SPLITS = CitationSplits.all("pinned");
  private static final TaskSplit TRAIN = SPLITS.get(0);
  private static final int SEEDS = 400;
  private static final Pattern MARKER = Pattern.compile(" \\[Source [A-Z]]");

  @Test
  void noBriefComesTwiceInAnyTwoSplitsWhateverTheSalt() {
    Map<String, String> seen = new HashMap<>();
    for (TaskSplit split : SPLITS) {
      for (long seed = 0; seed < (split.equals(TRAIN) ? 2_000 : 200); seed++) {
        Task task = split.task(seed);
        assertThat(seen.putIfAbsent(task.input(), task.id())).as(task.id()).isNull();
      }
    }
    TaskSplit salted = CitationSplits.all("another salt").get(2);
    for (long seed = 0; seed < 100; seed++) {
      assertThat(seen.putIfAbsent(salted.task(seed).input(), "")).isNull();
    }
  }

  @Test
  void theBucketsOfTheSplitsAreDisjointAndCoverAllBriefs() {
    int[] owners = new int[GeneratedSplit.BUCKETS];
    for (TaskSplit split : SPLITS) {
      GeneratedSplit generated = (GeneratedSplit) split;
      for (int i = 0; i < generated.width(); i++) {
        owners[generated.bucket() + i]++;
      }
    }
    assertThat(owners).containsOnly(1);
  }

  @Test
  void theSaltChangesTheHeldOutTasksAndNoOthers() {
    List<TaskSplit> others = CitationSplits.all("");
    for (int i = 0; i < SPLITS.size(); i++) {
      boolean same = SPLITS.get(i).task(1).equals(others.get(i).task(1));
      assertThat(same).as(SPLITS.get(i).name()).isEqualTo(SPLITS.get(i).open());
    }
    assertThat(SPLITS.toString()).doesNotContain("pinned");
  }

  @Test
  void seedsMeanWhatTheyHaveAlwaysMeant() throws IOException {
    assertThat(fingerprints()).isEqualTo(committed());
  }

  @Test
  void localeAndTimeZoneChangeNothing() throws IOException {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(fingerprints()).isEqualTo(committed());
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(TRAIN.task(3)).isEqualTo(SPLITS.get(0).task(3));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void theGoldIsTheBriefWithMarkersAndAHedgeWhereSupportIsPartial() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = TRAIN.task(seed);
      CitationReference reference = reference(task);
      String gold = reference.gold();
      List<String> cited =
          MARKER.matcher(gold).results().map(match -> match.group().substring(2, 10)).toList();
      assertThat(cited).hasSize(reference.requiredCitations());
      String plain = MARKER.matcher(gold).replaceAll("");
      long hedges = 0;
      int next = 0;
      for (CitationClaim claim : reference.claims()) {
        boolean half = claim.supports().isEmpty() && !claim.halfSupports().isEmpty();
        hedges += half ? 1 : 0;
        if (half) {
          assertThat(claim.halfSupports()).contains(cited.get(next++));
        } else if (!claim.supports().isEmpty()) {
          assertThat(claim.supports()).contains(cited.get(next++));
        }
      }
      int at = 0; // a brief without hedges is the input; each hedge adds a few words
      for (String sentence : task.input().split("[.\n]+", -1)) {
        String words = sentence.strip().replaceFirst("^.", "");
        int found = plain.indexOf(words, at);
        assertThat(found).as("%s: %s", task.id(), words).isNotNegative();
        at = found + words.length();
      }
      assertThat(plain.equals(task.input())).as(task.id()).isEqualTo(hedges == 0);
    }
  }

  @Test
  void everyAnchorStandsOnceInTheBriefAndNamesExistingSources() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = TRAIN.task(seed);
      List<String> names = task.sources().stream().map(SourceDocument::name).toList();
      assertThat(names).doesNotHaveDuplicates();
      Set<String> used = new HashSet<>();
      assertThat(reference(task).anchorPhrases())
          .isEqualTo(reference(task).claims().stream().map(CitationClaim::anchor).toList());
      for (CitationClaim claim : reference(task).claims()) {
        assertThat(task.input().split(Pattern.quote(claim.anchor()), -1)).hasSize(2);
        for (List<String> stance :
            List.of(claim.supports(), claim.halfSupports(), claim.contradicts())) {
          assertThat(names).containsAll(stance);
          stance.forEach(name -> assertThat(used.add(name)).as(task.id()).isTrue());
        }
      }
      assertThat(names.size()).as("distractors").isGreaterThan(used.size());
    }
  }

  @Test
  void difficultyCountsClaimsAndHarderTasksHaveMoreSources() {
    Map<Difficulty, Integer> counts = new TreeMap<>();
    Map<Difficulty, Integer> sources = new TreeMap<>();
    Set<String> traits = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = TRAIN.task(seed);
      counts.merge(task.difficulty(), 1, Integer::sum);
      sources.merge(task.difficulty(), task.sources().size(), Integer::sum);
      traits.addAll(task.traits());
      assertThat(reference(task).claims().size())
          .isBetween(
              task.difficulty() == Difficulty.EASY
                  ? 2
                  : task.difficulty() == Difficulty.HARD ? 5 : 4,
              task.difficulty() == Difficulty.EASY
                  ? 3
                  : task.difficulty() == Difficulty.HARD ? 6 : 4);
    }
    assertThat(counts.values()).hasSize(3).allMatch(count -> count > SEEDS / 5);
    assertThat(mean(sources, counts, Difficulty.MEDIUM))
        .isBetween(mean(sources, counts, Difficulty.EASY), mean(sources, counts, Difficulty.HARD));
    assertThat(traits)
        .containsExactlyInAnyOrder(
            "half_support", "contradicted_claim", "unsupported_claim", "mixed_evidence");
  }

  @Test
  void moreClaimsHaveFullSupportThanHalf() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<CitationClaim> claims = reference(TRAIN.task(seed)).claims();
      long full = claims.stream().filter(claim -> !claim.supports().isEmpty()).count();
      long half =
          claims.stream()
              .filter(claim -> claim.supports().isEmpty() && !claim.halfSupports().isEmpty())
              .count();
      assertThat(full).isGreaterThanOrEqualTo(2 * half).isPositive();
    }
  }

  private static double mean(
      Map<Difficulty, Integer> sums, Map<Difficulty, Integer> counts, Difficulty difficulty) {
    return (double) sums.getOrDefault(difficulty, 0) / counts.getOrDefault(difficulty, 1);
  }

  private static CitationReference reference(Task task) {
    return (CitationReference) task.reference();
  }

  /** Split to SHA-256 over the content hashes of its first tasks. */
  private static Map<String, String> fingerprints() {
    Map<String, String> fingerprints = new TreeMap<>();
    for (TaskSplit split : SPLITS) {
      MessageDigest sha256 = sha256();
      for (long seed = 0; seed < (split.equals(TRAIN) ? 200 : 40); seed++) {
        sha256.update(split.task(seed).contentHash().getBytes(StandardCharsets.US_ASCII));
      }
      fingerprints.put(split.name(), HexFormat.of().formatHex(sha256.digest()));
    }
    return fingerprints;
  }

  private static Map<String, String> committed() throws IOException {
    try (InputStream in = CitationSplitsTest.class.getResourceAsStream("fingerprints.json")) {
      assertThat(in).isNotNull();
      Map<String, String> committed = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : new JsonMapper().readTree(in).properties()) {
        committed.put(entry.getKey(), entry.getValue().stringValue());
      }
      return committed;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

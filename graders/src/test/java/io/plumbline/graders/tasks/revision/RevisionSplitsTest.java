package io.plumbline.graders.tasks.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.files.TaskFile;
import io.plumbline.graders.tasks.revision.Figures.Group;
import io.plumbline.graders.tasks.revision.Figures.Mention;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("once")
class RevisionSplitsTest {
  private static final List<TaskSplit> SPLITS = RevisionSplits.all("pinned");
  private static final int SEEDS = 400;

  @TempDir Path folder;

  @Test
  void noDraftComesTwiceInAnyTwoSplitsWhateverTheSalt() {
    Map<String, String> seen = new HashMap<>();
    for (TaskSplit split : SPLITS) {
      for (long seed = 0; seed < 1_000; seed++) {
        Task task = split.task(seed);
        assertThat(seen.putIfAbsent(task.input(), task.id())).as(task.id()).isNull();
      }
    }
    TaskSplit heldOut = RevisionSplits.all("another salt").get(2);
    for (long seed = 0; seed < 300; seed++) {
      assertThat(seen.putIfAbsent(heldOut.task(seed).input(), "")).isNull();
    }
  }

  @Test
  void theBucketsOfTheSplitsAreDisjointAndCoverAllDrafts() {
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
    List<TaskSplit> others = RevisionSplits.all("");
    for (int i = 0; i < SPLITS.size(); i++) {
      boolean same = SPLITS.get(i).task(1).equals(others.get(i).task(1));
      assertThat(same).as(SPLITS.get(i).name()).isEqualTo(SPLITS.get(i).open());
    }
  }

  @Test
  void seedsMeanWhatTheyHaveAlwaysMeant() throws IOException {
    assertThat(fingerprints()).isEqualTo(committed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-SA-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai"})
  void localeAndTimeZoneChangeNothing(String tag) throws IOException {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(fingerprints()).isEqualTo(committed());
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void aDraftWithAllItsFaultsRepairedIsItsGold() {
    for (TaskSplit split : SPLITS) {
      for (long seed = 0; seed < SEEDS; seed++) {
        Task task = split.task(seed);
        RevisionReference reference = (RevisionReference) task.reference();
        String text = task.input();
        for (PlantedFault fault : reference.faults()) {
          assertThat(text.split(java.util.regex.Pattern.quote(fault.planted()), -1))
              .as("%s: %s", task.id(), fault.planted())
              .hasSize(2);
          text = Repairs.repaired(text, fault);
        }
        assertThat(text).as(task.id()).isEqualTo(reference.gold());
      }
    }
  }

  @Test
  void draftsAndGoldsHaveTheirLengthsAndDifficultyCountsTheFaults() {
    Map<Difficulty, Integer> counts = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = SPLITS.get(0).task(seed);
      RevisionReference reference = (RevisionReference) task.reference();
      assertThat(words(task.input())).as(task.id()).isBetween(120, 500);
      assertThat(words(reference.gold())).as(task.id()).isBetween(110, 300);
      int faults = reference.faults().size();
      assertThat(task.difficulty())
          .isEqualTo(
              faults <= 2 ? Difficulty.EASY : faults <= 4 ? Difficulty.MEDIUM : Difficulty.HARD);
      assertThat(faults).isBetween(1, 9);
      counts.merge(task.difficulty(), 1, Integer::sum);
    }
    assertThat(counts.values()).allMatch(count -> count > SEEDS / 6);
  }

  @Test
  void everyKindOfFaultAndOfDocumentComesUp() {
    Set<String> traits = new LinkedHashSet<>();
    Set<String> intents = new LinkedHashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = SPLITS.get(0).task(seed);
      traits.addAll(task.traits());
      intents.add(task.intent().substring(0, task.intent().indexOf(" so that")));
    }
    assertThat(traits)
        .containsExactlyInAnyOrder("inconsistent_figure", "buried_lead", "passive_voice", "filler");
    assertThat(intents).hasSize(8);
  }

  /** Of all ways to change one figure, one alone makes the document agree with itself. */
  @Test
  void theDocumentItselfSaysWhichFigureIsWrongAndWhatIsRight() {
    int wrongs = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      Draft draft = Draft.draw(new SplitMix64(seed));
      List<Mention> mentions = draft.document().figures().mentions();
      Map<Integer, Integer> read = Draft.values(draft.document(), draft.wrong());
      for (int wrong : draft.wrong().keySet()) {
        wrongs++;
        Group group = mentions.get(wrong).group();
        assertThat(agrees(mentions, read, group)).isFalse();
        Set<Integer> candidates = new LinkedHashSet<>(group.values().values());
        read.forEach((mention, value) -> candidates.add(value));
        for (int i = 0; i < mentions.size(); i++) {
          if (mentions.get(i).group().equals(group) && mentions.get(i).related()) {
            for (int value : candidates(candidates, group, read, mentions)) {
              Map<Integer, Integer> changed = new TreeMap<>(read);
              changed.put(i, value);
              boolean mends = agrees(mentions, changed, group);
              boolean planted = i == wrong && value == mentions.get(wrong).value();
              assertThat(mends).as("seed %s, mention %s to %s", seed, i, value).isEqualTo(planted);
            }
          }
        }
      }
    }
    assertThat(wrongs).isGreaterThan(500);
  }

  /** Values that are stated, and those that sums, differences and shares of stated ones give. */
  private static Set<Integer> candidates(
      Set<Integer> stated, Group group, Map<Integer, Integer> read, List<Mention> mentions) {
    Set<Integer> all = new LinkedHashSet<>(stated);
    List<Integer> own = new java.util.ArrayList<>();
    for (int i = 0; i < mentions.size(); i++) {
      if (mentions.get(i).group().equals(group)) {
        own.add(read.getOrDefault(i, 0));
      }
    }
    for (int a : own) {
      for (int b : own) {
        all.add(a + b);
        all.add(a - b);
        all.add(a * 100 / Math.max(1, b));
        all.add(a * b / 100);
        for (int c : own) {
          all.add(a + b + c);
          all.add(a - b - c);
        }
      }
    }
    return all;
  }

  private static boolean agrees(List<Mention> mentions, Map<Integer, Integer> read, Group group) {
    Map<Character, Integer> values = new TreeMap<>();
    for (int i = 0; i < mentions.size(); i++) {
      Mention mention = mentions.get(i);
      if (mention.group().equals(group) && mention.related()) {
        int value = read.getOrDefault(i, 0);
        Integer other = values.putIfAbsent(mention.quantity(), value);
        if (other != null && other != value) {
          return false;
        }
      }
    }
    return group.holds(values);
  }

  @Test
  void aWrongFigureStandsNowhereElseInItsDraftAndNotInTheGold() {
    for (long seed = 0; seed < 2_000; seed++) {
      Draft draft = Draft.draw(new SplitMix64(seed));
      for (PlantedFault fault : draft.faults()) {
        if (fault instanceof PlantedFault.Figure figure) {
          assertThat(numbers(draft.input()).stream().filter(figure.wrong()::equals)).hasSize(1);
          assertThat(numbers(draft.gold())).doesNotContain(figure.wrong());
        }
      }
    }
  }

  private static List<String> numbers(String text) {
    return java.util.regex.Pattern.compile("[0-9][0-9,:]*[0-9]|[0-9]")
        .matcher(text)
        .results()
        .map(java.util.regex.MatchResult::group)
        .toList();
  }

  @Test
  void aTaskFileKeepsTheFaults() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Task task = SPLITS.get(0).task(seed);
      Path file = Files.writeString(folder.resolve("t.jsonl"), TaskFile.line(task));
      Task read = TaskFile.read(file).task(0);
      assertThat(read.reference()).isEqualTo(task.reference());
      assertThat(read.contentHash()).isEqualTo(task.contentHash());
    }
  }

  @Test
  void theContentHashTellsFaultsApart() {
    Task task = SPLITS.get(0).task(0);
    String gold = task.reference().gold();
    Set<String> hashes = new LinkedHashSet<>();
    String first = gold.substring(0, 20);
    for (List<PlantedFault> faults :
        List.<List<PlantedFault>>of(
            List.of(),
            List.of(new PlantedFault.Lead(first)),
            List.of(new PlantedFault.Passive(first, first)),
            List.of(new PlantedFault.Filler(first, first, first)),
            List.of(new PlantedFault.Figure(first, first, first, first)))) {
      hashes.add(with(task, new RevisionReference(gold, faults)).contentHash());
    }
    assertThat(hashes).hasSize(5);
  }

  private static Task with(Task task, RevisionReference reference) {
    return new Task(
        task.id(),
        task.environment(),
        task.split(),
        task.seed(),
        task.difficulty(),
        task.intent(),
        task.constraints(),
        task.input(),
        task.sources(),
        reference,
        task.traits());
  }

  private static int words(String text) {
    return text.strip().split("\\s+", -1).length;
  }

  /** Split to SHA-256 over the content hashes of its first 200 tasks. */
  private static Map<String, String> fingerprints() {
    Map<String, String> fingerprints = new TreeMap<>();
    for (TaskSplit split : SPLITS) {
      MessageDigest sha256 = sha256();
      for (long seed = 0; seed < 200; seed++) {
        sha256.update(split.task(seed).contentHash().getBytes(StandardCharsets.US_ASCII));
      }
      fingerprints.put(split.name(), HexFormat.of().formatHex(sha256.digest()));
    }
    return fingerprints;
  }

  private static Map<String, String> committed() throws IOException {
    try (InputStream in = RevisionSplitsTest.class.getResourceAsStream("fingerprints.json")) {
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

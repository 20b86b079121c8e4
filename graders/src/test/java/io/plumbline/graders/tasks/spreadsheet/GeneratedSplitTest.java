package io.plumbline.graders.tasks.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeneratedSplitTest {
  private static final List<TaskSplit> SPLITS = SpreadsheetSplits.all("pinned");

  /** Those of regular and stress tables. */
  private static final List<TaskSplit> MONEY = SPLITS.subList(0, 6);

  private static final int SEEDS = 300;

  @Test
  @Tag("once")
  void noDocumentComesTwiceInAnyTwoSplitsWhateverTheSalt() {
    Map<String, String> seen = new HashMap<>();
    for (TaskSplit split : SPLITS) {
      int seeds = MONEY.contains(split) ? 2_000 : 500;
      for (long seed = 0; seed < seeds; seed++) {
        Task task = split.task(seed);
        assertThat(seen.putIfAbsent(task.input(), task.id())).as(task.id()).isNull();
      }
    }
    for (TaskSplit split : SpreadsheetSplits.all("another salt")) {
      if (!split.open()) {
        for (long seed = 0; seed < 500; seed++) {
          Task task = split.task(seed);
          assertThat(seen.putIfAbsent(task.input(), task.id())).as(task.id()).isNull();
        }
      }
    }
  }

  @Test
  void theBucketsOfTheSplitsAreDisjointAndCoverAllDocuments() {
    for (List<TaskSplit> family : List.of(MONEY, SPLITS.subList(6, 9))) {
      int[] owners = new int[GeneratedSplit.BUCKETS];
      for (TaskSplit split : family) {
        GeneratedSplit generated = (GeneratedSplit) split;
        for (int i = 0; i < generated.width(); i++) {
          owners[generated.bucket() + i]++;
        }
      }
      assertThat(owners).containsOnly(1);
    }
  }

  @Test
  void noDocumentOfOneFamilyStartsLikeOneOfTheOther() {
    Set<String> first = new HashSet<>();
    Domains.ALL.forEach(domain -> first.add(domain.headers().get(0)));
    assertThat(FormatsDomains.ALL)
        .allMatch(domain -> !first.contains(domain.headers().get(0)))
        .allMatch(domain -> domain.columns().get(0).isKey());
  }

  @Test
  void theSaltChangesTheHeldOutTasksAndNoOthers() {
    List<TaskSplit> others = SpreadsheetSplits.all("");
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
  void tablesHaveTheSizeOfTheirFamilyAndTheGoldHasItToo() {
    for (TaskSplit split : MONEY) {
      Set<Integer> sizes = new HashSet<>();
      for (long seed = 0; seed < SEEDS; seed++) {
        TableReference reference = reference(split.task(seed));
        assertThat(reference.gold().split("\n", -1)).hasSize(reference.expectedRows() + 2);
        sizes.add(reference.expectedRows());
      }
      boolean stress = split.name().startsWith("stress");
      assertThat(sizes)
          .hasSize(stress ? 11 : 13)
          .allMatch(rows -> rows >= (stress ? 15 : 6) && rows <= (stress ? 25 : 18));
    }
  }

  @Test
  void practiceTablesHaveTheRowsAskedForAndTheTrainSplitsDocuments() {
    for (boolean stress : List.of(false, true)) {
      for (int[] range : List.of(new int[] {1, 1}, new int[] {1, 4}, new int[] {58, 60})) {
        TaskSplit split = SpreadsheetSplits.practice(stress, range[0], range[1]);
        String name = "practice_" + range[0] + "_" + range[1];
        assertThat(split.name()).isEqualTo(stress ? "stress_" + name : name);
        Set<Integer> sizes = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
          sizes.add(reference(split.task(seed)).expectedRows());
        }
        assertThat(sizes)
            .hasSize(range[1] - range[0] + 1)
            .allMatch(rows -> rows >= range[0] && rows <= range[1]);
        GeneratedSplit practice = (GeneratedSplit) split;
        GeneratedSplit train = (GeneratedSplit) SPLITS.get(stress ? 3 : 0);
        assertThat(practice.bucket()).isEqualTo(train.bucket());
        assertThat(practice.width()).isEqualTo(train.width());
      }
    }
  }

  @Test
  void aPracticeSplitOfNoSuchSizeIsRefused() {
    assertThatThrownBy(() -> SpreadsheetSplits.practice(true, 1, 61))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("most_rows: 61 (expected: 1 to 60)");
    assertThatThrownBy(() -> SpreadsheetSplits.practice(true, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("least_rows: 0 (expected: 1 to 3)");
  }

  @Test
  void difficultyCountsTheKindsOfNoiseOrTheRowsOfAStressTable() {
    for (TaskSplit split : MONEY) {
      Map<Difficulty, Integer> counts = new TreeMap<>();
      for (long seed = 0; seed < SEEDS; seed++) {
        Task task = split.task(seed);
        counts.merge(task.difficulty(), 1, Integer::sum);
        if (split.name().startsWith("stress")) {
          assertThat(task.difficulty() == Difficulty.HARD)
              .isEqualTo(reference(task).expectedRows() >= 20);
          assertThat(task.traits()).startsWith("preservation_stress");
        } else {
          switch (task.difficulty()) {
            case EASY -> assertThat(task.traits()).hasSize(1);
            case MEDIUM -> assertThat(task.traits()).hasSize(2);
            case HARD -> assertThat(task.traits()).hasSizeBetween(3, 4);
          }
        }
      }
      assertThat(counts.values()).as(split.name()).allMatch(count -> count > SEEDS / 6);
    }
  }

  @Test
  void everyKindOfNoiseAndEveryDomainComesUpAndNotesVary() {
    Set<String> traits = new HashSet<>();
    Set<List<String>> columns = new HashSet<>();
    Set<String> notes = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = SPLITS.get(0).task(seed);
      traits.addAll(task.traits());
      columns.add(reference(task).requiredColumns());
      for (String line : reference(task).gold().lines().toList()) {
        notes.add(line.substring(line.lastIndexOf(',') + 1));
      }
    }
    assertThat(traits)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Noise.values()).map(Noise::label).toList());
    assertThat(columns).hasSize(Domains.ALL.size());
    assertThat(notes).hasSizeGreaterThan(1_000);
  }

  @Test
  void everyRegularDocumentDiffersFromItsGoldInEachWayThatItsTraitsName() {
    for (long seed = 0; seed < 1_000; seed++) {
      Task task = SPLITS.get(0).task(seed);
      List<String> lines = task.input().lines().toList();
      String header = lines.get(0);
      for (String trait : task.traits()) {
        boolean shows =
            switch (trait) {
              case "mixed_units" -> task.input().matches("(?s).*(\\dM|\\d M|\\$K|\"\\d,\\d).*");
              case "units_hidden_in_notes" ->
                  task.input().matches("(?s).*(; orig \\$|\\(was \\d).*");
              case "renamed_header", "extra_column" ->
                  !header.equals(String.join(",", reference(task).requiredColumns()));
              case "malformed_row_width" ->
                  lines.stream().anyMatch(line -> width(line) > width(header));
              case "extra_whitespace" -> lines.stream().anyMatch(line -> line.startsWith(" "));
              case "total_rows" -> task.input().contains("\nTotal,");
              case "duplicated_rows" ->
                  lines.stream()
                      .filter(line -> !line.equals(header) && line.chars().anyMatch(c -> c > '9'))
                      .anyMatch(line -> lines.indexOf(line) != lines.lastIndexOf(line));
              case "mid_table_separator" ->
                  lines.stream().anyMatch(line -> line.matches("[-=* ]{3,}.*"));
              case "repeated_header" -> lines.lastIndexOf(header) > 0;
              case "blank_rows" -> lines.stream().anyMatch(String::isBlank);
              case "annotation_row" -> lines.get(1).startsWith("(");
              default -> false;
            };
        assertThat(shows).as(task.id() + " " + trait).isTrue();
      }
    }
  }

  @Test
  void everyLineOfAStressTableIsARowThoughSomeLookDroppable() {
    TaskSplit split = SPLITS.get(3);
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = split.task(seed);
      List<String> rows = reference(task).gold().lines().toList();
      assertThat(task.input().lines()).hasSize(reference(task).expectedRows() + 1);
      assertThat(rows.stream().filter(row -> row.endsWith(",")).count())
          .as("blank notes")
          .isGreaterThanOrEqualTo(2);
      assertThat(rows.stream().filter(row -> row.matches(".* [\\[(][a-z ]+\\??[\\])]")).count())
          .as("marked notes")
          .isBetween(2L, 5L);
      assertThat(rows.stream().anyMatch(row -> row.contains(",,")))
          .isEqualTo(task.traits().contains("blank_counts"));
    }
  }

  @Test
  void noGoldHoldsMoneyInMillions() {
    Pattern millions = Pattern.compile(TableReference.MILLIONS + "|[0-9] ?M");
    for (TaskSplit split : MONEY) {
      for (long seed = 0; seed < SEEDS; seed++) {
        assertThat(millions.matcher(reference(split.task(seed)).gold()).find()).isFalse();
      }
    }
  }

  @Test
  void otherNamesOfADomainAreNoNamesOfItsOwn() {
    List<Domain> all = new ArrayList<>(Domains.ALL);
    all.addAll(FormatsDomains.ALL);
    for (Domain domain : all) {
      Set<String> names = new HashSet<>(domain.headers());
      int count = names.size();
      for (Column column : domain.columns()) {
        if (!column.alias().isEmpty()) {
          names.add(column.alias());
          count++;
        }
      }
      names.addAll(domain.extra());
      assertThat(names).hasSize(count + domain.extra().size());
    }
  }

  @Test
  void everyDomainHasTheColumnsThatItsFamilyWorksOn() {
    for (Domain domain : Domains.ALL) {
      assertThat(domain.headers(Column.Money.class)).hasSize(2);
      assertThat(domain.headers(Column.Text.class)).hasSize(1);
      assertThat(domain.headers(Column.KeyPart.class)).isNotEmpty();
    }
    for (Domain domain : FormatsDomains.ALL) {
      assertThat(domain.headers(Column.Day.class)).isNotEmpty();
      assertThat(domain.headers(Column.Amount.class)).isNotEmpty();
      assertThat(domain.headers(Column.Currency.class)).containsExactly(FormatsDomains.CURRENCY);
      assertThat(domain.headers(Column.Prose.class)).isNotEmpty();
      assertThat(domain.columns().stream().filter(Column::isKey).map(Column::alias))
          .isNotEmpty()
          .containsOnly("");
    }
  }

  private static TableReference reference(Task task) {
    return (TableReference) task.reference();
  }

  private static int width(String line) {
    return line.replaceAll("\"[^\"]*\"", "").split(",", -1).length;
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
    try (InputStream in = GeneratedSplitTest.class.getResourceAsStream("fingerprints.json")) {
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

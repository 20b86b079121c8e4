package io.plumbline.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.spreadsheet.SpreadsheetSplits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class LexiconTokenizerTest {
  private static final int SPECIAL_AND_BYTES = 4 + 256;

  private static String json = "";
  private static LexiconTokenizer tokenizer;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    try (InputStream in =
        TokenizerFile.class.getResourceAsStream("/io/plumbline/trainer/embedded/tokenizer.json")) {
      assertThat(in).isNotNull();
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    tokenizer = of(json);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void theCommittedFileIsWhatTheLexiconMakes() {
    assertThat(json).isEqualTo(TokenizerFile.json(TokenizerFile.bundledLexicon()));
    assertThat(tokenizer.size())
        .isEqualTo(SPECIAL_AND_BYTES + TokenizerFile.bundledLexicon().size());
    assertThat(List.of(tokenizer.pad(), tokenizer.bos(), tokenizer.sep(), tokenizer.eos()))
        .containsExactly(0, 1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<eos>",
        "<pad><bos><sep><eos></s>",
        "<0x41><0xFF>",
        "\r\n\n\r\t\u0000\u0001\u007f",
        "\ufeff\u2028\u00a0\u3000\ufffd",
        "A\u0301 \u00c1 \ufb01 \u0130 \u1e9e",
        "\ud83d\ude00\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83c\uddf3\ud83c\uddf4",
        "\"Q1 2020\",Q12 2020,Jan 20141,   [restated]]"
      })
  void keepsATextAsItIs(String text) {
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
  }

  @Test
  void keepsTextsOfRandomCharactersAndEntries() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> entries = TokenizerFile.bundledLexicon();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j > 0; j--) {
        String entry = entries.get(random.nextInt(entries.size()));
        switch (random.nextInt(4)) {
          case 0 -> text.append(entry);
          case 1 -> text.append(entry, 0, random.nextInt(entry.length()));
          case 2 -> text.append((char) random.nextInt(128));
          default -> {
            int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
            text.appendCodePoint(
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
                    ? 'x'
                    : codePoint);
          }
        }
      }
      String whole = text.toString();
      assertThat(tokenizer.decode(tokenizer.encode(whole))).isEqualTo(whole);
    }
  }

  @Test
  void keepsEveryCharacterOfTheFirstPlaneAndAHundredKilobytes() {
    StringBuilder text = new StringBuilder();
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      if (!Character.isSurrogate(c)) {
        text.append(c);
      }
    }
    String whole = text.toString();
    assertThat(whole.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(100_000);
    assertThat(tokenizer.decode(tokenizer.encode(whole))).isEqualTo(whole);
  }

  @Test
  void halfASurrogatePairBecomesAQuestionMark() {
    assertThat(tokenizer.decode(tokenizer.encode("a\ud83d,\ude00b"))).isEqualTo("a?,?b");
  }

  @Test
  void digitsAndSeparatorsAreTheirBytes() {
    assertThat(tokenizer.encode("10,\n")).containsExactly(4 + '1', 4 + '0', 4 + ',', 4 + '\n');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Q3 2021,1566|6",
        "Staff Cost|1",
        "Staff Costs|2",
        "Staff|1",
        "Mar 2019 billing switch agreed with the board|4",
        "night rota on hold (file 177) (to be confirmed)|8",
        "; orig $1.878M|7",
        " (was 1.878 M)|7",
        " M,|2",
        "North Weir|2"
      })
  void takesTheLongestEntryThatFits(String text, int tokens) {
    assertThat(tokenizer.encode(text)).hasSize(tokens);
  }

  @Test
  void agreesWithASimpleSearchForTheLongestEntry() {
    List<String> longestFirst =
        TokenizerFile.bundledLexicon().stream()
            .sorted((a, b) -> Integer.compare(b.length(), a.length()))
            .toList();
    for (Task task : tasks("train", 50)) {
      int tokens = 0;
      for (int at = 0; at < task.input().length(); tokens++) {
        int from = at;
        at +=
            longestFirst.stream()
                .filter(entry -> task.input().startsWith(entry, from))
                .findFirst()
                .map(String::length)
                .orElse(1);
      }
      assertThat(tokenizer.encode(task.input())).hasSize(tokens);
    }
  }

  @Test
  void aTextThatSpellsASpecialTokenDoesNotGetIt() {
    int[] ids = tokenizer.encode("a<pad>b<bos>c<sep>d<eos>");
    assertThat(ids).hasSize(24);
    assertThat(Arrays.stream(ids).min().orElseThrow()).isGreaterThan(tokenizer.eos());
  }

  @Test
  void specialTokensCountForNothing() {
    int[] ids = {tokenizer.bos(), 4 + 'a', tokenizer.sep(), 4 + 'b', tokenizer.eos(), 0, 0};
    assertThat(tokenizer.decode(ids)).isEqualTo("ab");
  }

  @Test
  void bytesThatAreNoTextAreReplacedAndTheRestStays() {
    assertThat(tokenizer.decode(new int[] {4 + '1', 4 + 0xC3, 4 + '2', 4 + 0xFF}))
        .isEqualTo("1\ufffd2\ufffd");
    int[] all = IntStream.range(4, SPECIAL_AND_BYTES).toArray();
    assertThat(tokenizer.decode(all))
        .startsWith("\u0000\u0001")
        .contains("0123")
        .contains("\ufffd");
    assertThatThrownBy(() -> tokenizer.decode(new int[] {tokenizer.size()}))
        .hasMessage("id: %d (expected: 0 to %d)".formatted(tokenizer.size(), tokenizer.size() - 1));
  }

  @Test
  void tablesAreShortInTokens() {
    assertThat(mean("stress_train", false)).as("input").isLessThan(500);
    assertThat(mean("stress_train", true)).as("gold").isLessThan(470);
    assertThat(mean("train", false)).as("regular input").isLessThan(335);
    assertThat(mean("train", true)).as("regular gold").isLessThan(300);
  }

  @Test
  void lettersOfTrainingTablesAreHardlyEverSpelt() {
    long letters = 0;
    long entries = 0;
    for (String split : List.of("train", "stress_train")) {
      for (Task task : tasks(split, 200)) {
        for (int id : tokenizer.encode(task.input())) {
          entries += id >= SPECIAL_AND_BYTES ? 1 : 0;
          letters += id < SPECIAL_AND_BYTES && Character.isLetter(id - 4) ? 1 : 0;
        }
      }
    }
    // A route's R, a million's M and a stray x: single bytes, so no entries of their own.
    assertThat((double) letters / (letters + entries)).isLessThan(0.06);
  }

  @Test
  void everyEntryComesUpInTrainingTables() {
    boolean[] seen = new boolean[tokenizer.size()];
    for (String split : List.of("train", "stress_train")) {
      for (Task task : tasks(split, 2_000)) {
        for (int id : tokenizer.encode(task.input())) {
          seen[id] = true;
        }
      }
    }
    assertThat(
            IntStream.range(SPECIAL_AND_BYTES, seen.length)
                .filter(id -> !seen[id])
                .mapToObj(id -> tokenizer.decode(new int[] {id})))
        .isEmpty();
  }

  @Test
  void manyThreadsGetTheSameTokens() {
    List<Task> tasks = tasks("train", 40);
    List<String> alone = tasks.stream().map(LexiconTokenizerTest::ids).toList();
    assertThat(tasks.parallelStream().map(LexiconTokenizerTest::ids).toList()).isEqualTo(alone);
  }

  @Test
  void aFileThatIsNoneOfOursIsRefusedByName() throws IOException {
    assertThatThrownBy(() -> LexiconTokenizer.open(folder.resolve("none.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tokenizer: " + folder.resolve("none.json") + " cannot be read");
    refused("{", "is not JSON");
    refused("[]", "has no object model.vocab");
    refused(json.replace("\"<sep>\"", "\"<cls>\""), "has no <sep>");
    refused(json.replace("\"<0x7F>\"", "\"<0x7f>\""), "has no <0x7F>");
    refused(json.replace("\"<0x7F>\" : 131", "\"<0x7F>\" : 130"), "has id 130 for <0x7F>");
    refused(json.replace("\"BPE\"", "\"Nonesuch\""), "is refused by the tokenizers library");
    refused(
        json.replace("\"normalizer\" : null", "\"normalizer\" : {\"type\" : \"NFC\"}"),
        "does not keep every text");
    refused(json.replace("|[\\\\s\\\\S]\"", "\""), "does not keep every text");
  }

  private void refused(String content, String why) throws IOException {
    assertThat(content).isNotEqualTo(json);
    Path file = folder.resolve("bad.json");
    Files.writeString(file, content);
    assertThatThrownBy(() -> LexiconTokenizer.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tokenizer: " + file + " " + why)
        .hasMessageContaining("(expected: ");
  }

  private static double mean(String split, boolean gold) {
    return tasks(split, 200).stream()
        .mapToInt(task -> tokenizer.encode(gold ? task.reference().gold() : task.input()).length)
        .average()
        .orElseThrow();
  }

  private static String ids(Task task) {
    return Arrays.stream(tokenizer.encode(task.input()))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }

  private static List<Task> tasks(String name, int count) {
    TaskSplit split =
        SpreadsheetSplits.all("").stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return IntStream.range(0, count).mapToObj(split::task).toList();
  }

  private static LexiconTokenizer of(String content) {
    return LexiconTokenizer.of(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }
}

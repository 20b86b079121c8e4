package io.plumbline.trainer.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BuiltInCounterTest {
  private static final String MIXED =
      "Q1 2022,1.878 M,\"it's  späte \uD83D\uDE80 Prüfung\"\r\n\r\n  - internationalisation --\n\t表 x";

  private final TokenCounter counter = new BuiltInCounter();

  /** Tokens are separated by a bar; ⏎ stands for a line feed and ␣ for a space. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Revenue",
        "Revenue|␣rose",
        "Q|1|␣|2|0|2|4",
        "1|8|7|8|.|5",
        "a|,|b|,⏎|c",
        "it|'s",
        "we|'LL|␣see",
        "'|quoted|'",
        "internatio|nalisation",
        "␣internatio|nalisation",
        "one|␣␣|␣two",
        "one|␣⏎⏎|␣|1",
        "end|␣␣",
        "␣--⏎|x",
        "----|----|-",
        "caf|é",
        "表|格"
      })
  void splitsAsByteLevelTokenizersDo(String marked) {
    String[] pieces = marked.isEmpty() ? new String[0] : marked.split("\\|");
    String text = plain(String.join("", pieces));
    assertThat(counter.count(text)).isEqualTo(pieces.length);
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < pieces.length; i++) {
      assertThat(counter.cut(text, i)).isEqualTo(prefix.toString());
      prefix.append(plain(pieces[i]));
    }
  }

  @Test
  void anEmojiCostsTwoTokensAndIsNeverSplit() {
    assertThat(counter.count("\uD83D\uDE80")).isEqualTo(2);
    assertThat(counter.cut("a\uD83D\uDE80", 2)).isEqualTo("a");
    assertThat(counter.cut("a\uD83D\uDE80", 3)).isEqualTo("a\uD83D\uDE80");
  }

  @Test
  void aCutIsAPrefixThatFitsAndGrowsWithTheBudget() {
    int all = counter.count(MIXED);
    String before = "";
    for (int budget = 0; budget <= all; budget++) {
      String cut = counter.cut(MIXED, budget);
      assertThat(MIXED).startsWith(cut);
      assertThat(cut).startsWith(before);
      assertThat(counter.count(cut)).isLessThanOrEqualTo(budget);
      before = cut;
    }
    assertThat(before).isEqualTo(MIXED);
  }

  @Test
  void aLoneSurrogateIsACharacterLikeAnyOther() {
    assertThat(counter.count("a\uD83D")).isEqualTo(2);
    assertThat(counter.cut("\uDE80a", 1)).isEqualTo("\uDE80");
  }

  @Test
  void aNegativeBudgetIsRefused() {
    assertThatThrownBy(() -> counter.cut("a", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max_tokens: -1 (expected: at least 0)");
  }

  /** The shares that Qwen2's tokenizer gives. */
  @ParameterizedTest
  @CsvSource({
    "stress_heldout_seed300, 512, 0.25",
    "stress_heldout_seed300, 768, 1.00",
    "spreadsheet_heldout_seed200, 512, 0.975"
  })
  void collabEvalsGoldTablesFitABudgetAsWithQwensTokenizer(String file, int budget, double share)
      throws IOException {
    List<String> golds = golds(file);
    long whole = golds.stream().filter(gold -> counter.cut(gold, budget).equals(gold)).count();
    assertThat((double) whole / golds.size()).isCloseTo(share, within(0.001));
  }

  private static List<String> golds(String name) throws IOException {
    Path file =
        Path.of(
            System.getProperty("plumbline.root", ".."),
            "../shared/collab-eval/tasks",
            name + ".jsonl");
    assumeTrue(Files.isReadable(file), () -> "skipped: " + file + " is not there");
    List<String> golds = new ArrayList<>();
    JsonMapper json = new JsonMapper();
    for (String line : Files.readAllLines(file)) {
      golds.add(json.readTree(line).get("gold_or_reference_output").stringValue());
    }
    return golds;
  }

  private static String plain(String marked) {
    return marked.replace('⏎', '\n').replace('␣', ' ');
  }
}

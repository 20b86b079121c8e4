package io.plumbline.benchmarks.graders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  private static final String CASE = "table edited strict 10000";

  @TempDir private Path temp;
  private Path file;

  @BeforeEach
  void recordOne() throws IOException {
    file = temp.resolve("baseline.json");
    Baseline.read(file).write("25", Map.of(CASE, new Figure(0.32, 520)));
  }

  private List<String> complaints(double ratio, double bytes) throws IOException {
    return Baseline.read(file).complaints("25", CASE, new Figure(ratio, bytes));
  }

  @Test
  void letsARatioWorsenByAQuarter() throws IOException {
    assertThat(complaints(0.399, 520)).isEmpty();
    assertThat(complaints(0.2, 400)).isEmpty();
    assertThat(complaints(0.41, 520))
        .containsExactly(
            CASE + ": ratio: 0.410 (expected: at most 0.400, the baseline's 0.320 and a quarter)");
  }

  @Test
  void letsAllocationGrowByATwentieth() throws IOException {
    assertThat(complaints(0.32, 546)).isEmpty();
    assertThat(complaints(0.32, 547))
        .containsExactly(
            CASE + ": bytes: 547 (expected: at most 546, the baseline's 520 and a twentieth)");
  }

  @Test
  void complainsOfACaseThatNobodyRecorded() throws IOException {
    assertThat(Baseline.read(file).complaints("25", "other", new Figure(1, 1)))
        .containsExactly("other: not in the baseline (expected: recorded with --record)");
  }

  @Test
  void keepsEachJdksFiguresApart() throws IOException {
    Baseline.read(file).write("17", Map.of(CASE, new Figure(0.5, 800)));
    Baseline both = Baseline.read(file);
    assertThat(both.has("21")).isFalse();
    assertThat(both.complaints("17", CASE, new Figure(0.5, 800))).isEmpty();
    assertThat(both.complaints("25", CASE, new Figure(0.5, 800))).hasSize(2);
  }

  @Test
  void theMedianIsNotMovedByOneUnluckyProcess() {
    assertThat(Figure.median(List.of(new Figure(0.3, 9), new Figure(7, 520), new Figure(0.4, 521))))
        .isEqualTo(new Figure(0.4, 520));
  }

  @Test
  void theLeastIsOfEachByItself() {
    assertThat(Figure.least(List.of(new Figure(0.3, 9), new Figure(7, 8), new Figure(0.4, 521))))
        .isEqualTo(new Figure(0.3, 8));
  }

  @Test
  void namesTheFileThatIsNoBaseline() throws IOException {
    for (String text :
        List.of("{", "{\"25\": {\"a\": {\"ratio\": 0, \"bytes\": 1}}}", "{\"25\": {\"a\": 1}}")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> Baseline.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.toString());
    }
  }
}

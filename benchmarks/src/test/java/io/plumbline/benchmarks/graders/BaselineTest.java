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
    read("25", "Intel").write(Map.of(CASE, new Figure(0.32, 520)));
  }

  private List<String> complaints(double ratio, double bytes) throws IOException {
    return read("25", "Intel").complaints(CASE, new Figure(ratio, bytes));
  }

  private Baseline read(String jdk, String processor) throws IOException {
    return Baseline.read(file, jdk, processor);
  }

  @Test
  void letsARatioWorsenByAQuarter() throws IOException {
    assertThat(complaints(0.399, 520)).isEmpty();
    assertThat(complaints(0.2, 400)).isEmpty();
    assertThat(complaints(0.41, 520))
        .containsExactly(
            CASE + ": ratio: 0.410 (expected: at most 0.400, 1.25 times the baseline's 0.320)");
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
    assertThat(read("25", "Intel").complaints("other", new Figure(1, 1)))
        .containsExactly("other: not in the baseline (expected: recorded with --record)");
  }

  @Test
  void keepsEachJdksFiguresApart() throws IOException {
    read("17", "Intel").write(Map.of(CASE, new Figure(0.5, 800)));
    assertThat(read("21", "Intel").hasJdk()).isFalse();
    assertThat(read("17", "Intel").complaints(CASE, new Figure(0.5, 800))).isEmpty();
    assertThat(complaints(0.5, 800)).hasSize(2);
  }

  @Test
  void keepsEachProcessorsFiguresApart() throws IOException {
    read("25", "AMD").write(Map.of(CASE, new Figure(0.5, 520)));
    assertThat(read("25", "AMD").complaints(CASE, new Figure(0.6, 520))).isEmpty();
    assertThat(complaints(0.6, 520)).hasSize(1);
  }

  @Test
  void letsAProcessorThatNobodyRecordedHaveTwiceTheMostOfTheOthers() throws IOException {
    read("25", "AMD").write(Map.of(CASE, new Figure(0.5, 500)));
    Baseline elsewhere = read("25", "ARM");
    assertThat(elsewhere.hasJdk()).isTrue();
    assertThat(elsewhere.hasProcessor()).isFalse();
    assertThat(elsewhere.complaints(CASE, new Figure(0.99, 546))).isEmpty();
    assertThat(elsewhere.complaints(CASE, new Figure(1.01, 547)))
        .containsExactly(
            CASE + ": ratio: 1.010 (expected: at most 1.000, 2.00 times the baseline's 0.500)",
            CASE + ": bytes: 547 (expected: at most 546, the baseline's 520 and a twentieth)");
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
        List.of(
            "{",
            "{\"25\": {\"Intel\": {\"a\": {\"ratio\": 0, \"bytes\": 1}}}}",
            "{\"25\": {\"Intel\": {\"a\": 1}}}")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> read("25", "Intel"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.toString());
    }
  }
}

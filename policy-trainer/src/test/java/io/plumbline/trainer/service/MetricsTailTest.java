package io.plumbline.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.policy.v1.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics are read while they are written, each update once. */
class MetricsTailTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("metrics.jsonl");
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String line(int update) {
    return "{\"update\":" + update + ",\"reward\":0." + update + "}\n";
  }

  private static List<Integer> numbers(List<Update> updates) {
    return updates.stream().map(Update::getUpdate).toList();
  }

  @Test
  void everyNumberHasItsPathAndAlarmsAreWords() throws Exception {
    append(
        "{\"update\":3,\"reward\":0.5,\"audit\":{\"composite\":1,\"none\":null},"
            + "\"stop_hazard\":[0.25,1.0],\"eval\":{\"stress\":{\"policy\":\"a\",\"cases\":4}},"
            + "\"alarms\":[\"no rewards\",\"mode_collapse: 6 of 8\"]}\n");
    assertThat(new MetricsTail(file, 0).next(9))
        .containsExactly(
            Update.newBuilder()
                .setUpdate(3)
                .putAllFigures(
                    Map.of(
                        "reward", 0.5,
                        "audit.composite", 1.0,
                        "stop_hazard.0", 0.25,
                        "stop_hazard.1", 1.0,
                        "eval.stress.cases", 4.0))
                .addAlarms("no rewards")
                .addAlarms("mode_collapse: 6 of 8")
                .build());
  }

  @Test
  void aLineIsReadOnceItIsWhole() throws Exception {
    MetricsTail tail = new MetricsTail(file, 0);
    assertThat(tail.next(9)).isEmpty();
    append(line(1) + line(2).substring(0, 9));
    assertThat(numbers(tail.next(9))).containsExactly(1);
    assertThat(tail.next(9)).isEmpty();
    append(line(2).substring(9) + line(3) + line(4));
    assertThat(numbers(tail.next(2))).containsExactly(2, 3);
    assertThat(tail.last()).isEqualTo(3);
    assertThat(numbers(tail.next(2))).containsExactly(4);
  }

  @Test
  void whatIsNotWantedIsNotThere() throws Exception {
    append(line(1) + line(2) + line(3));
    assertThat(numbers(new MetricsTail(file, 2).next(9))).containsExactly(3);
    assertThat(new MetricsTail(file, 7).next(9)).isEmpty();
  }

  @Test
  void aFileThatIsCutBackAndGrowsAgainTellsNothingTwice() throws Exception {
    MetricsTail tail = new MetricsTail(file, 0);
    append(line(1) + line(2) + line(3));
    assertThat(tail.next(9)).hasSize(3);
    Files.writeString(file, line(1) + line(2));
    assertThat(tail.next(9)).isEmpty();
    append(line(3) + line(4));
    assertThat(numbers(tail.next(9))).containsExactly(4);
    Files.writeString(file, line(1) + line(2).replace("0.2", "0.21234567890123456789"));
    append(line(3) + line(4) + line(5));
    assertThat(numbers(tail.next(9))).containsExactly(5);
  }
}

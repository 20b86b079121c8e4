package io.plumbline.trainer.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Beside a file that TensorBoard's own writer made: see {@code tools/write_events.py}. */
class EventFileTest {
  @TempDir private Path folder;

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(EventFileTest.class.getResource("/tensorboard/" + name)).toURI());
  }

  private static List<JsonNode> lines() throws IOException, URISyntaxException {
    return Files.readAllLines(fixture("metrics.jsonl")).stream()
        .map(JsonMapper.shared()::readTree)
        .toList();
  }

  @Test
  void theFileIsByteByByteThatOfTensorBoardsWriter() throws IOException, URISyntaxException {
    EventFile events = new EventFile(folder);
    for (JsonNode line : lines()) {
      events.append(line);
    }
    assertThat(folder.resolve(EventFile.NAME))
        .hasSameBinaryContentAs(fixture("events.out.tfevents.fixture"));
  }

  @Test
  void aRunThatWentBackRewritesIt() throws IOException, URISyntaxException {
    EventFile events = new EventFile(folder);
    events.append(lines().get(0));
    events.append(lines().get(0));
    events.rewrite(lines());
    assertThat(folder.resolve(EventFile.NAME))
        .hasSameBinaryContentAs(fixture("events.out.tfevents.fixture"));
    events.rewrite(List.of());
    assertThat(folder.resolve(EventFile.NAME)).doesNotExist();
  }
}

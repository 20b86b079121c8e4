package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.server.HandleKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final String ONE = "01".repeat(32);
  private static final String TWO = "aB".repeat(40);

  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("keys"), content);
  }

  @Test
  void aFileThatIsNotThereIsMadeAndReadAgain() {
    Path file = folder.resolve("made");
    List<HandleKey> made = KeyFile.readOrMake(file);
    assertThat(made).hasSize(1);
    assertThat(KeyFile.readOrMake(file).get(0).bytes()).isEqualTo(made.get(0).bytes());
  }

  @Test
  void eachLineIsAKeyInItsOrder() throws IOException {
    List<HandleKey> keys = KeyFile.readOrMake(file("\n " + TWO + " \r\n\n" + ONE + "\n"));
    assertThat(keys).hasSize(2);
    assertThat(keys.get(0).bytes()).hasSize(40).startsWith(0xAB);
    assertThat(keys.get(1).bytes()).hasSize(32).startsWith(1);
  }

  @Test
  void aBadLineIsNamedAndNotShown() throws IOException {
    for (String bad : List.of("xy" + ONE, ONE + "0", ONE.substring(2))) {
      Path file = file(TWO + "\n" + bad + "\n");
      assertThatThrownBy(() -> KeyFile.readOrMake(file))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "handle-key-file: "
                  + file
                  + " (expected: line 2 to have at least 64 hex digits, an even number)");
    }
    Path empty = file("\n\n");
    assertThatThrownBy(() -> KeyFile.readOrMake(empty))
        .hasMessage("handle-key-file: " + empty + " (expected: a key of at least 64 hex digits)");
  }
}

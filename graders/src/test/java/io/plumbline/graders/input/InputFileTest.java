package io.plumbline.graders.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  @TempDir Path folder;

  @Test
  void aFileIsReadUpToItsLimit() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "käse");
    assertThat(InputFile.bytes(file, 5)).isEqualTo("käse".getBytes(StandardCharsets.UTF_8));
    assertThat(InputFile.text(file, 5)).isEqualTo("käse");
    refuses(file, file + " has 5 bytes (expected: at most 4)");
  }

  @Test
  void aByteOrderMarkIsNoneOfTheText() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "\uFEFFa\uFEFF");
    assertThat(InputFile.text(file, 9)).isEqualTo("a\uFEFF");
  }

  @Test
  void whatIsNoFileIsRefused() {
    refuses(folder, folder + " (expected: a file, not a folder)");
    Path gone = folder.resolve("gone");
    refuses(gone, gone + " (expected: a file that exists)");
    refuses(gone.resolve("x"), gone + "/x (expected: a file that exists)");
  }

  @Test
  void whatIsNotUtf8IsRefusedByItsLine() throws IOException {
    Path file = Files.write(folder.resolve("x"), new byte[] {'a', '\n', (byte) 0xC3, '\n'});
    refuses(file, file + ":2: invalid UTF-8 (expected: UTF-8)");
  }

  private static void refuses(Path file, String message) {
    assertThatThrownBy(() -> InputFile.text(file, 4))
        .isInstanceOf(InputFileException.class)
        .hasMessage(message);
  }
}

package io.plumbline.cli;

import io.plumbline.server.HandleKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A file with the keys that sign handles, each a line of at least 64 hex digits. The first signs;
 * all are accepted.
 */
final class KeyFile {
  private static final int MIN_DIGITS = 2 * HandleKey.MIN_BYTES;

  private KeyFile() {}

  /**
   * The keys in {@code file}; where there is no such file, a fresh one, kept for the next start.
   */
  static List<HandleKey> readOrMake(Path file) {
    String text;
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UserError(
          "handle-key-file: "
              + file
              + " (expected: a file that can be read, or made in a folder that exists)");
    }
    List<HandleKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty()) {
        continue;
      }
      if (line.length() < MIN_DIGITS || !line.matches("([0-9a-fA-F]{2})*")) {
        // Says nothing of the content: it may be a secret all the same.
        throw expected(file, "line " + number + " to have at least 64 hex digits, an even number");
      }
      keys.add(new HandleKey(HexFormat.of().parseHex(line)));
    }
    if (keys.isEmpty()) {
      throw expected(file, "a key of at least 64 hex digits");
    }
    return keys;
  }

  private static UserError expected(Path file, String what) {
    return new UserError("handle-key-file: " + file + " (expected: " + what + ")");
  }

  /** Written whole or not at all, so that replicas which start together read one key. */
  private static void make(Path file) throws IOException {
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "key", null);
    try {
      Files.writeString(draft, HexFormat.of().formatHex(HandleKey.fresh().bytes()) + "\n");
      Files.move(draft, file);
    } catch (FileAlreadyExistsException e) {
      // another replica was first, and its key serves both
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}

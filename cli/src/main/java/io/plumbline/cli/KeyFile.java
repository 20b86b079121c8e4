package io.plumbline.cli;

import io.plumbline.server.HandleKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A file with the key that signs handles: one line of at least 64 hex digits. */
final class KeyFile {
  private static final int MIN_DIGITS = 2 * HandleKey.MIN_BYTES;

  private KeyFile() {}

  /** The key in {@code file}; where there is no such file, a fresh one, kept for the next start. */
  static HandleKey readOrMake(Path file) {
    String text;
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      throw new UserError(
          "handle-key-file: "
              + file
              + " (expected: a file that can be read, or made in a folder that exists)");
    }
    if (text.length() < MIN_DIGITS || !text.matches("([0-9a-fA-F]{2})*")) {
      // Says nothing of the content: it may be a secret all the same.
      throw new UserError(
          "handle-key-file: " + file + " (expected: a file with at least 64 hex digits)");
    }
    return new HandleKey(HexFormat.of().parseHex(text));
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

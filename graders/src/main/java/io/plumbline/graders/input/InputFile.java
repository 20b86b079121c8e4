package io.plumbline.graders.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files as a whole. */
public final class InputFile {

  private InputFile() {}

  /**
   * A file's bytes.
   *
   * @param maxBytes what it may have at most
   * @throws InputFileException if it is missing, a folder, larger or unreadable, as in {@code
   *     x.jsonl (expected: a file that exists)}
   */
  public static byte[] bytes(Path file, long maxBytes) throws InputFileException {
    try {
      if (Files.isDirectory(file)) {
        throw new InputFileException(file + " (expected: a file, not a folder)");
      }
      long size = Files.size(file);
      if (size > maxBytes) {
        throw new InputFileException(
            file + " has " + size + " bytes (expected: at most " + maxBytes + ")");
      }
      return Files.readAllBytes(file);
    } catch (InputFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new InputFileException(file + " (expected: a file that exists)");
    } catch (IOException e) {
      throw new InputFileException(file + " (expected: a file that can be read)");
    }
  }

  /**
   * A file's text, without a byte order mark.
   *
   * @param maxBytes what it may have at most
   * @throws InputFileException as {@link #bytes} does, or if it is not UTF-8; then it names the
   *     line
   */
  public static String text(Path file, long maxBytes) throws InputFileException {
    return decode(file.toString(), bytes(file, maxBytes));
  }

  /**
   * The same from bytes.
   *
   * @param name what errors call them
   * @throws InputFileException if they are not UTF-8; names the line
   */
  public static String decode(String name, byte[] bytes) throws InputFileException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new InputFileException(name + ":" + line + ": invalid UTF-8 (expected: UTF-8)");
    }
  }
}

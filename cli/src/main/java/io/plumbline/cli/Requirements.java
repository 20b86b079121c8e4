package io.plumbline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Checks of options. */
final class Requirements {

  private Requirements() {}

  static void within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UserError(option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  /** Before work whose result would be lost otherwise. */
  static void writable(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean can =
        Files.exists(file)
            ? Files.isWritable(file) && !Files.isDirectory(file)
            : folder != null && Files.isWritable(folder);
    if (!can) {
      throw new UserError(option + ": " + file + " (expected: a file that can be written)");
    }
  }

  /** Makes the folder if need be. */
  static void emptyFolder(String option, Path folder, String otherwise) throws IOException {
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new UserError(
          option + ": " + folder + " (expected: an empty folder, or a new one" + otherwise + ")");
    }
    Files.createDirectories(folder);
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** As many threads as asked for; one per core where 0 are. */
  static int threads(int asked) {
    within("threads", asked, 0, 256);
    return asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
  }

  static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new UserError(option + ": " + value + " (expected: at least " + least + ")");
    }
  }
}

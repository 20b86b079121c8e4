package io.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;

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

  static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new UserError(option + ": " + value + " (expected: at least " + least + ")");
    }
  }
}

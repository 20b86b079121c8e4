package io.plumbline.cli;

import io.plumbline.trainer.runs.Manifest;
import io.plumbline.trainer.runs.RunFolder;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Where pretrain and sft write, and keep what they need to go on. */
final class SupervisedFolder {
  private static final String TRAINING = "training";
  private static final String SETTINGS = "settings.properties";

  private static final String MANIFEST = "manifest.json";

  private final Path folder;

  private SupervisedFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Begins in an empty folder, or goes on in one that the same command began.
   *
   * @param settings what decides the result; another value than at the beginning is refused
   */
  static SupervisedFolder open(Path folder, Map<String, String> settings) throws IOException {
    Path file = folder.resolve(TRAINING).resolve(SETTINGS);
    if (Files.exists(file)) {
      check(file, settings);
    } else {
      Requirements.emptyFolder("out", folder, " or one that this command began");
      Files.createDirectories(folder.resolve(TRAINING));
      StringBuilder lines = new StringBuilder();
      settings.forEach((key, value) -> lines.append(key + "=" + value + "\n"));
      new RunFolder(folder.resolve(TRAINING))
          .write(MANIFEST, Manifest.of(Version.current(), Version.revision(), settings));
      Files.writeString(file, lines.toString());
    }
    return new SupervisedFolder(folder);
  }

  private static void check(Path file, Map<String, String> settings) throws IOException {
    Properties saved = new Properties();
    try (Reader reader = new StringReader(Files.readString(file))) {
      saved.load(reader);
    }
    settings.forEach(
        (key, value) -> {
          String before = saved.getProperty(key, "none");
          if (!before.equals(value)) {
            throw new UserError(
                key
                    + ": "
                    + value
                    + " (expected: "
                    + before
                    + ", as "
                    + file
                    + " has it, or another --out)");
          }
        });
  }

  Path path() {
    return folder;
  }

  /** The state to go on from: where nobody takes it for weights. */
  Path state() {
    return folder.resolve(TRAINING).resolve("state.safetensors");
  }
}

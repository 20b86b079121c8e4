package io.plumbline.cli;

import io.plumbline.server.journal.JournalConfig;
import io.plumbline.server.journal.JournalMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether, where and how graded steps are recorded. */
final class JournalOptions {
  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description =
          "records every graded step there, for plumbline episodes; made if it is not there."
              + " Without it nowhere")
  private @Nullable Path directory;

  @Option(
      names = "--journal-mode",
      paramLabel = "MODE",
      defaultValue = "async",
      description =
          "async: replies do not wait, and what finds no room is dropped and counted; sync: a reply"
              + " follows its record onto the disk (default: ${DEFAULT-VALUE})")
  private String mode;

  @Option(
      names = "--journal-retain-bytes",
      paramLabel = "N",
      description = "the oldest records go when the files would outgrow it; without it none")
  private @Nullable Long retainBytes;

  @Option(
      names = "--journal-retain-age",
      paramLabel = "DURATION",
      description = "records go when they are older, ISO-8601, such as P30D; without it none")
  private @Nullable String retainAge;

  /** The journal that was asked for. */
  Optional<JournalConfig> config() {
    JournalMode named = named();
    Optional<Duration> age = age();
    if (directory == null) {
      if (retainBytes != null || retainAge != null) {
        throw new UserError("journal: absent (expected: a directory, as retention was asked for)");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new JournalConfig(
              directory,
              named,
              retainBytes == null ? OptionalLong.empty() : OptionalLong.of(retainBytes),
              age));
    } catch (IllegalArgumentException e) {
      throw new UserError(e);
    }
  }

  private JournalMode named() {
    for (JournalMode each : JournalMode.values()) {
      if (each.label().equals(mode)) {
        return each;
      }
    }
    throw new UserError(
        "journal-mode: \""
            + mode
            + "\" (expected: "
            + Arrays.stream(JournalMode.values())
                .map(JournalMode::label)
                .collect(Collectors.joining(" or "))
            + ")");
  }

  private Optional<Duration> age() {
    try {
      return retainAge == null ? Optional.empty() : Optional.of(Duration.parse(retainAge));
    } catch (DateTimeParseException e) {
      throw new UserError(
          "journal-retain-age: \"" + retainAge + "\" (expected: ISO-8601, such as P30D)");
    }
  }
}

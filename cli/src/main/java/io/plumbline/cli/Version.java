package io.plumbline.cli;

import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** This build's version, which Maven writes into a resource. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "/plumbline-version.txt";

  /** {@code plumbline 0.1.0}. */
  static String line() {
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 0.1.0}. */
  static String current() {
    String line = line();
    return line.substring(line.indexOf(' ') + 1);
  }

  /** The sources' git revision, where the launcher found one. */
  static Optional<String> revision() {
    return Optional.ofNullable(System.getProperty("plumbline.revision"))
        .filter(revision -> !revision.isEmpty());
  }

  /** What computes a run. */
  static RunSetup.Build build() {
    return new RunSetup.Build(current(), revision());
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }
}

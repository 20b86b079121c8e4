package io.plumbline.trainer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The report of a run: one HTML page that needs nothing beside itself. */
public final class RunReport {
  private static final String NAME = "report.html";

  private RunReport() {}

  /**
   * Writes {@code report.html} into a run's directory, in place of an earlier one, from what the
   * run left there: {@code manifest.json}, {@code metrics.jsonl}, {@code before.json}, {@code
   * after.json} and {@code samples.jsonl}. The page says which of them are not there. The page is
   * also well-formed XML, runs no script and loads nothing.
   *
   * @return the page
   * @throws RunReportException if one of the files cannot be understood; an earlier page stays
   * @throws IOException if a file cannot be read, or the page not be written
   */
  public static Path write(Path runDirectory) throws IOException {
    if (!Files.isDirectory(runDirectory)) {
      throw new RunReportException(runDirectory + ": not there (expected: a run's directory)");
    }
    String page = new Page(RunFiles.read(runDirectory)).html();
    Path target = runDirectory.resolve(NAME);
    Path partial = runDirectory.resolve(NAME + ".partial");
    try {
      Files.writeString(partial, page);
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    return target;
  }
}

package io.plumbline.trainer.report;

import io.plumbline.trainer.checkpoint.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
   * @throws IOException if one of the files cannot be read or understood; an earlier page stays
   */
  public static Path write(Path runDirectory) throws IOException {
    if (!Files.isDirectory(runDirectory)) {
      throw new RunReportException(runDirectory + ": not there (expected: a run's directory)");
    }
    String page = new Page(RunFiles.read(runDirectory)).html();
    Path target = runDirectory.resolve(NAME);
    WholeFile.write(target, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    return target;
  }
}

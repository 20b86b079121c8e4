package io.plumbline.trainer.report;

import java.io.IOException;

/**
 * A file of a run that cannot be read. The message names the file, the line where there is one, the
 * field and what was expected: {@code metrics.jsonl:3: reward: "high" (expected: a number)}.
 */
final class RunReportException extends IOException {
  private static final long serialVersionUID = 1;

  RunReportException(String message) {
    super(message);
  }
}

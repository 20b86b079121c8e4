package io.plumbline.judges;

import java.io.IOException;

/**
 * A file of a judge's that cannot be used. The message names the file, the line where there is one,
 * the field and what was expected: {@code cases.jsonl:12: band: missing (expected: two numbers)}.
 */
public final class JudgeFileException extends IOException {
  private static final long serialVersionUID = 1;

  public JudgeFileException(String message) {
    super(message);
  }
}

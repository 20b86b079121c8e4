package io.plumbline.graders.preflight;

import java.io.IOException;

/**
 * A file that cannot be looked at. The message names file, line, field and what was expected:
 * {@code pairs.jsonl:3: chosen: 7 (expected: a string)}.
 */
public final class PreflightException extends IOException {
  private static final long serialVersionUID = 1;

  PreflightException(String message) {
    super(message);
  }
}

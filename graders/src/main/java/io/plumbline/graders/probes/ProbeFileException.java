package io.plumbline.graders.probes;

import java.io.IOException;

/**
 * A probe file that cannot be used. The message names the file, the line where there is one, the
 * field and what was expected: {@code mine.jsonl:12: strict: 1.2 (expected: …)}.
 */
public final class ProbeFileException extends IOException {
  private static final long serialVersionUID = 1;

  ProbeFileException(String message) {
    super(message);
  }
}

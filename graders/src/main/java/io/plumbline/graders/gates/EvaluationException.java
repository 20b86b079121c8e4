package io.plumbline.graders.gates;

import java.io.IOException;

/**
 * An evaluation that cannot be used, or two that cannot be compared. The message names the file,
 * the field, what it holds and what was expected: {@code after.json: stress.max_tokens: 512
 * (expected: 768, as in before.json)}.
 */
public final class EvaluationException extends IOException {
  private static final long serialVersionUID = 1;

  EvaluationException(String message) {
    super(message);
  }
}

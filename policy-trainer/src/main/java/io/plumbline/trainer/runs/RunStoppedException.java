package io.plumbline.trainer.runs;

import java.io.Serial;

/**
 * A check before training failed, and nothing was trained, or an alarm ended it; the message says
 * which.
 */
public final class RunStoppedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  RunStoppedException(String message) {
    super(message);
  }
}

package io.plumbline.trainer.environments;

import io.plumbline.client.EnvironmentException;
import java.io.Serial;

/** The server did not come back in time. The message says which, how long, and what was last. */
public final class EnvironmentUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  EnvironmentUnavailableException(String message, EnvironmentException last) {
    super(message, last);
  }
}

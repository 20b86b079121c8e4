package io.plumbline.trainer.environments;

import java.io.Serial;

/** The server that answers now is not one that the run can go on with. */
public final class EnvironmentChangedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  EnvironmentChangedException(String message) {
    super(message);
  }
}

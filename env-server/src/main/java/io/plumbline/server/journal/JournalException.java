package io.plumbline.server.journal;

import java.io.IOException;
import java.io.Serial;

/** A journal that cannot be opened or read; the message names its directory and says why. */
public final class JournalException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.plumbline.conformance;

import java.io.Serial;

/** A case cannot go on: it refers to what the server did not send. */
final class CaseException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  CaseException(String message) {
    super(message);
  }
}

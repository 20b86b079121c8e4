package io.plumbline.graders.input;

import java.io.IOException;

/** A file that cannot be used; the message names it and what was expected. */
public final class InputFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  InputFileException(String problem) {
    super(problem);
    this.problem = problem;
  }

  @Override
  public String getMessage() {
    return problem;
  }
}

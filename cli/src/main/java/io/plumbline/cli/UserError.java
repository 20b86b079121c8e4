package io.plumbline.cli;

/**
 * What was asked for cannot be done as asked. Ends the command with its message on one line and
 * exit code {@value ExitCodes#USAGE}; the message reads {@code field: value (expected: limit)}.
 */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  UserError(String message) {
    super(message);
  }

  /** With the message of what refused it. */
  UserError(Exception cause) {
    super(cause.getMessage(), cause);
  }
}

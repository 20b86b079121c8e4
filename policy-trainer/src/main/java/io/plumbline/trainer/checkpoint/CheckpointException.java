package io.plumbline.trainer.checkpoint;

/**
 * A model or adapter that cannot be read or written. The message starts with the file's name and
 * says what was found and what was expected: {@code model.safetensors: tensor model.norm.weight:
 * shape [2, 4] (expected: [4])}.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}

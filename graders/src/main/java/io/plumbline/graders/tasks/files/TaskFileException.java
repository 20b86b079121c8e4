package io.plumbline.graders.tasks.files;

import java.io.IOException;

/**
 * A task file that cannot be used. The message names the file, the line where there is one, the
 * field and what was expected: {@code mine.jsonl:12: case_id: 7 (expected: a string)}.
 */
public final class TaskFileException extends IOException {
  private static final long serialVersionUID = 1;

  TaskFileException(String message) {
    super(message);
  }
}

package io.plumbline.server.journal;

import java.io.Serial;

/** A step that a journal in mode {@code sync} could not record. */
public final class NotRecordedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int waiting;

  private NotRecordedException(String message, int waiting) {
    super(message, null, false, false); // an answer, not a fault
    this.waiting = waiting;
  }

  static NotRecordedException failed(String why) {
    return new NotRecordedException(why, 0);
  }

  static NotRecordedException overloaded(int waiting) {
    return new NotRecordedException(waiting + " steps wait to be recorded", waiting);
  }

  /** How many steps wait where there is no room for more; 0 where the disk is at fault. */
  public int waiting() {
    return waiting;
  }
}

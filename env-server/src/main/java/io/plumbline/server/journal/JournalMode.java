package io.plumbline.server.journal;

import java.util.Locale;

/** What a reply waits for. */
public enum JournalMode {
  /**
   * Nothing: steps are written behind the replies. What finds no room is dropped and counted, and a
   * killed process leaves the number of steps that were graded and not written.
   */
  ASYNC,

  /** Its record on the disk, synced together with those that wait beside it. */
  SYNC;

  /** Its name in options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

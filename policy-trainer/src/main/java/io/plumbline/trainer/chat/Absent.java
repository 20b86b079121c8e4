package io.plumbline.trainer.chat;

/** What is not there. */
enum Absent {
  /** A name or a field that nobody set. */
  UNDEFINED,
  /** Python's None. */
  NONE
}

package io.plumbline.graders.revision;

/** Follows where one sentence ends and another begins: two words of each, so that few are alike. */
final class Junction {
  private long beforeLast;
  private long begun;
  private long key;

  /** Takes the word in this place of its sentence, counted from 1; whether it completes one. */
  boolean isComplete(int inSentence, long last, long word) {
    if (inSentence == 1) {
      begun = beforeLast == 0 ? 0 : Hashes.pair(Hashes.pair(beforeLast, last), word);
    }
    key = Hashes.pair(begun, word);
    beforeLast = last;
    return inSentence == 2 && begun != 0;
  }

  /** Which one it is. */
  long key() {
    return key;
  }
}

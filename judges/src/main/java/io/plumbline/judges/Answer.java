package io.plumbline.judges;

/** What came back over HTTP in the end. */
sealed interface Answer {

  /** A reply of the API's form. */
  record Replied(Completion completion) implements Answer {}

  /** None, and why. */
  record None(String why) implements Answer {}
}

package io.plumbline.judges;

/** Tokens of one call. */
record Usage(long inputTokens, long outputTokens) {
  static final Usage NONE = new Usage(0, 0);
}

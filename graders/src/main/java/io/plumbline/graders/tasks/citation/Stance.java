package io.plumbline.graders.tasks.citation;

/** What a source does to a claim. */
enum Stance {
  /** Reports the same of the brief's group, place and years. */
  SUPPORTS,
  /** Reports it of another group, place or period, or without a comparison for a cause. */
  FALLS_SHORT,
  /** Reports otherwise, of the brief's group, place and years. */
  DENIES
}

package io.plumbline.trainer.supervised;

/** Gives lessons. A function of its arguments alone, so that a resumed run sees the same ones. */
@FunctionalInterface
interface Curriculum {

  /**
   * The lesson of a number.
   *
   * @param number of the lesson
   * @param progress of the run, from 0 to 1
   */
  Lesson lesson(long number, double progress);

  /** The progress that a step of so many has, from 0 to below 1. */
  default double progress(int step, int steps) {
    return (double) step / steps;
  }
}

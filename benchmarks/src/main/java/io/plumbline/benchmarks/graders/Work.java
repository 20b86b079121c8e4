package io.plumbline.benchmarks.graders;

/** What is done to an output: graded, or what grading is set against. */
interface Work {

  /** Does it. The result is returned so that no compiler may leave it out. */
  Object on(String output);
}

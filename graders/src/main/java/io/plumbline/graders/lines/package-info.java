/**
 * Outputs to grade and their grades as lines of JSON: what {@code ./plumbline grade} reads and
 * writes.
 *
 * <p>May depend on Jackson, {@code io.plumbline.graders}, its tasks and its environments.
 */
@NullMarked
package io.plumbline.graders.lines;

import org.jspecify.annotations.NullMarked;

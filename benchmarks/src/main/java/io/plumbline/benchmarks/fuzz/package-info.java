/**
 * Grades outputs that no policy would write, by the million: no exception, no value outside [0, 1],
 * no two grades of one output, no grade slower than linear.
 *
 * <p>May depend on {@code io.plumbline.graders} only.
 */
@NullMarked
package io.plumbline.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;

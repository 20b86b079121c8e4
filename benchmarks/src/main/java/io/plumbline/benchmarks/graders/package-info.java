/**
 * What grading costs, as ratios to Commons CSV's parse of the same table.
 *
 * <p>May depend on {@code io.plumbline.graders} and JMH.
 */
@NullMarked
package io.plumbline.benchmarks.graders;

import org.jspecify.annotations.NullMarked;

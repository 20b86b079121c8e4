/**
 * What grading costs, as ratios to a floor over the same text: Commons CSV's parse of a table,
 * regular expressions for the rules of a text environment. The guard holds the ratios.
 *
 * <p>May depend on {@code io.plumbline.graders}, Commons CSV, Jackson and JMH.
 */
@NullMarked
package io.plumbline.benchmarks.graders;

import org.jspecify.annotations.NullMarked;

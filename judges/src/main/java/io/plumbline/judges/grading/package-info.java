/**
 * Grades in which a judge has filled what no rule decides, as far as its calibration lets it.
 *
 * <p>May depend on the other packages of {@code io.plumbline.judges} and on {@code
 * io.plumbline.graders}.
 */
@NullMarked
package io.plumbline.judges.grading;

import org.jspecify.annotations.NullMarked;

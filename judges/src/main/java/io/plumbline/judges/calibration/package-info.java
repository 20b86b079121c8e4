/**
 * How far a judge can be trusted: cases with known bands, a judge's agreement with them by
 * dimension, and the gate that it opens.
 *
 * <p>May depend on {@code io.plumbline.judges} and {@code io.plumbline.graders}.
 */
@NullMarked
package io.plumbline.judges.calibration;

import org.jspecify.annotations.NullMarked;

/**
 * Probes: outputs that try to earn more than they are worth, and what they should earn. {@link
 * ProbeFile} has their format, {@link BlindSpot} what they must show.
 *
 * <p>May depend on {@code io.plumbline.graders}, its {@code tasks} and {@code pytext}, and Jackson.
 */
@NullMarked
package io.plumbline.graders.probes;

import org.jspecify.annotations.NullMarked;

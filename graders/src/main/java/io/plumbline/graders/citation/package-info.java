/**
 * {@code citation_ground}: claims are given the sources that support them.
 *
 * <p>May depend on {@code io.plumbline.graders}, its tasks and {@code pytext}.
 */
@NullMarked
package io.plumbline.graders.citation;

import org.jspecify.annotations.NullMarked;

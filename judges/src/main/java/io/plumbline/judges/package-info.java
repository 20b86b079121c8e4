/**
 * A judge for what no rule decides: a language model behind HTTP that scores one dimension of one
 * output at a time, and the parsing that believes none of its replies without need.
 *
 * <p>May depend on {@code io.plumbline.graders}; graders never depend on it.
 */
@NullMarked
package io.plumbline.judges;

import org.jspecify.annotations.NullMarked;

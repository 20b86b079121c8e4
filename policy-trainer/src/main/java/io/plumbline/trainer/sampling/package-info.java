/**
 * Draws completions from a decoder: batched, cached, interruptible, reproducible. May depend on
 * {@code checkpoint}, {@code model} and {@code torch}.
 */
@NullMarked
package io.plumbline.trainer.sampling;

import org.jspecify.annotations.NullMarked;

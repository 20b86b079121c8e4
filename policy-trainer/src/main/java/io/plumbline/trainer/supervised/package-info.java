/**
 * Imitation: pretraining the embedded base and its SFT stage on demonstrations. May depend on
 * {@code model}, {@code checkpoint}, {@code tokenizer} and {@code practice}.
 */
@NullMarked
package io.plumbline.trainer.supervised;

import org.jspecify.annotations.NullMarked;

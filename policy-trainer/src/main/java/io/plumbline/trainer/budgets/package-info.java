/**
 * Counting tokens and cutting at a budget of them, as a language model's output is cut.
 *
 * <p>May depend on the JDK and, for the tokenizers of real models, on DJL's.
 */
@NullMarked
package io.plumbline.trainer.budgets;

import org.jspecify.annotations.NullMarked;

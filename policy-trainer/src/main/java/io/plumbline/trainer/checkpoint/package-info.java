/**
 * Model and adapter files as Hugging Face and PEFT lay them out, read strictly and written whole.
 *
 * <p>Holds weights as plain arrays. May depend on the JDK and on Jackson, not on DJL.
 */
@NullMarked
package io.plumbline.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;

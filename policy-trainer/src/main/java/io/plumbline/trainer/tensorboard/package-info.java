/** A run's metrics as TensorBoard reads them. Knows nothing of how they come about. */
@NullMarked
package io.plumbline.trainer.tensorboard;

import org.jspecify.annotations.NullMarked;

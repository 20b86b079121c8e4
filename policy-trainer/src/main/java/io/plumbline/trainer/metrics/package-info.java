/** What a metrics line holds, for those who read it: TensorBoard's files and the alarms. */
@NullMarked
package io.plumbline.trainer.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * What training minimises, as small pure functions: rewards to advantages in plain Java, and the
 * loss and its statistics over DJL arrays. Knows no model, environment or run; needs DJL's public
 * API only.
 *
 * <p>Arrays are float32 and finite everywhere, padding included; {@code [B, T]} is sequences by
 * tokens of the completion. Every array that a function makes is closed by it or attached to the
 * manager of its first argument: call with that argument in a sub-manager of the step.
 */
@NullMarked
package io.plumbline.trainer.objectives;

import org.jspecify.annotations.NullMarked;

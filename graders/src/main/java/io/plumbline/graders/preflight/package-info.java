/**
 * Checks before training, one for each of fifteen failures that have cost runs: what data,
 * configuration and reports show of them.
 *
 * <p>Needs files alone; what needs a model's files in their own types is in the trainer.
 */
@NullMarked
package io.plumbline.graders.preflight;

import org.jspecify.annotations.NullMarked;

/**
 * Checks before training that need the trainer's own files: settings, adapters, weight shards.
 *
 * <p>Those that need data and reports alone are in the graders library, with the list of them all.
 */
@NullMarked
package io.plumbline.trainer.preflight;

import org.jspecify.annotations.NullMarked;

/**
 * Files that users name: read whole, within a limit, with errors that say what was expected.
 *
 * <p>Depends on nothing; the readers of tasks, probes, evaluations, runs and judges' files stand on
 * it.
 */
@NullMarked
package io.plumbline.graders.input;

import org.jspecify.annotations.NullMarked;

/**
 * Experiments: arms that differ in a few settings, run with several seeds from one starting policy,
 * evaluated alike, judged by the gates, and reported from their files. May depend on every package
 * of the trainer.
 */
@NullMarked
package io.plumbline.trainer.experiment;

import org.jspecify.annotations.NullMarked;

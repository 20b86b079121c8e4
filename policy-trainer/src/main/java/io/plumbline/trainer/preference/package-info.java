/**
 * Learning from gold: imitation of it, and preferring it to what lacks some of its rows (DPO,
 * ORPO). Gold comes from the train splits alone. Knows models and objectives; no run, no
 * environment.
 */
@NullMarked
package io.plumbline.trainer.preference;

import org.jspecify.annotations.NullMarked;

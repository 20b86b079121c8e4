/**
 * Reinforcement learning: rollouts through the environment service, group-relative advantages,
 * KL-anchored updates of one adapter, checkpoints and metrics. May depend on every other package of
 * the trainer but {@code supervised} and {@code practice}.
 */
@NullMarked
package io.plumbline.trainer.runs;

import org.jspecify.annotations.NullMarked;

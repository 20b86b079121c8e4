/**
 * The policy trainer: a LoRA language model on DJL, sampled, graded through the contract and
 * updated by policy gradients. May depend on the client and on graders.
 */
@NullMarked
package io.plumbline.trainer;

import org.jspecify.annotations.NullMarked;

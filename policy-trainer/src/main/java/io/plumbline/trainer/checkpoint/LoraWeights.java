package io.plumbline.trainer.checkpoint;

/**
 * The two factors of what an adapter adds to one linear module's weight.
 *
 * @param a [r, in]
 * @param b [out, r]
 */
public record LoraWeights(Tensor a, Tensor b) {}

/**
 * PyTorch through DJL: modules of TorchScript text, gradients, the fused optimiser. The only
 * package that touches DJL's internals; a test fails when their version moves.
 */
@NullMarked
package io.plumbline.trainer.torch;

import org.jspecify.annotations.NullMarked;

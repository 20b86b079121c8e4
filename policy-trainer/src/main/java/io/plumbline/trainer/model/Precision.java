package io.plumbline.trainer.model;

/** In what a decoder multiplies weights; all else is 32-bit. */
public enum Precision {
  /** 32-bit floating point. */
  FP32,
  /** bfloat16, several times as fast where the processor has instructions for it. */
  BF16
}

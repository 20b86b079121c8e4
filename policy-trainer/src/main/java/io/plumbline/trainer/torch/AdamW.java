package io.plumbline.trainer.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * One fused step of AdamW (Loshchilov and Hutter, 2019) on one array, in place.
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param weightDecay decoupled; applied to matrices alone
 */
public record AdamW(double beta1, double beta2, double weightDecay) {
  private static final float EPSILON = 1e-8f;

  /**
   * Updates an array and its moments.
   *
   * @param gradient of the same shape
   * @param rescale what the gradient is multiplied with, for clipping by its norm
   * @param step counts from 1
   */
  public void update(
      NDArray array,
      NDArray gradient,
      NDArray firstMoment,
      NDArray secondMoment,
      double learningRate,
      double rescale,
      int step) {
    double corrected =
        learningRate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
    JniUtils.adamUpdate(
        (PtNDArray) array,
        (PtNDArray) gradient,
        (PtNDArray) firstMoment,
        (PtNDArray) secondMoment,
        (float) learningRate,
        (float) corrected,
        array.getShape().dimension() > 1 ? (float) weightDecay : 0f,
        (float) rescale,
        -1f, // no clipping by element: the native one is one-sided
        (float) beta1,
        (float) beta2,
        EPSILON,
        true);
  }
}

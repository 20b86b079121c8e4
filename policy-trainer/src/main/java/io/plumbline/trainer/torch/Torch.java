package io.plumbline.trainer.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The native engine. Every thread that computes calls {@link #enterThread} first: PyTorch switches
 * gradients on in each new thread.
 */
public final class Torch {
  /** What this package was written against; DJL's internals may differ in any other. */
  public static final String DJL_VERSION = "0.35.1";

  private static final int COPIED_AT_ONCE = 1 << 20;

  static {
    // Plumbline brings its libraries along: DJL is neither to download others nor to report usage.
    System.setProperty("offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // The Java threads are the parallelism; PyTorch's own would only fight over the same cores.
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // The optimiser specialises code by shape and gains nothing over shapes that always differ.
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
  }

  private Torch() {}

  /**
   * A manager that owns arrays on the CPU until it is closed.
   *
   * @throws TorchUnavailableException if the native library cannot be loaded here
   */
  public static NDManager newManager() {
    return engine().newBaseManager(Device.cpu());
  }

  /**
   * Loads the native library now rather than in the middle of things.
   *
   * @throws TorchUnavailableException if it cannot be loaded here
   */
  public static void require() {
    engine();
  }

  /** PyTorch's version, {@code 2.7.1}. */
  public static String version() {
    return engine().getVersion();
  }

  /**
   * Makes this thread compute on itself alone, and tape operations for a backward pass or not.
   *
   * @param gradients whether results of arrays that require gradients can be differentiated
   */
  public static void enterThread(boolean gradients) {
    engine();
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(gradients);
  }

  /**
   * Puts values into an array, in the memory that it has. DJL's own way to do so has PyTorch print
   * a warning.
   */
  public static void assign(NDArray array, float[] values) {
    try (NDArray source = array.getManager().create(values, array.getShape())) {
      array.set(new NDIndex("..."), source);
    }
  }

  /**
   * An array in memory of PyTorch's own, which is aligned. DJL's arrays lie in Java's buffers,
   * whose alignment differs from run to run, and the last bits of matrix products with it.
   */
  public static NDArray aligned(NDManager owner, float[] values, Shape shape) {
    try (NDArray unaligned = owner.create(values, shape)) {
      return unaligned.duplicate();
    }
  }

  /**
   * The same of values in several parts, through one small buffer: DJL would hold a copy of all of
   * them outside the heap until the collector runs, and a model's weights are large.
   *
   * @param parts as many values as the shape says, one behind the other
   */
  public static NDArray aligned(NDManager owner, List<float[]> parts, Shape shape) {
    NDArray whole = owner.zeros(shape);
    ByteBuffer buffer =
        owner.allocateDirect((int) Math.min(shape.size(), COPIED_AT_ONCE) * Float.BYTES);
    long at = 0;
    try (NDArray flat = whole.reshape(shape.size())) {
      for (float[] part : parts) {
        for (int from = 0; from < part.length; from += COPIED_AT_ONCE) {
          int count = Math.min(COPIED_AT_ONCE, part.length - from);
          buffer.clear();
          buffer.asFloatBuffer().put(part, from, count);
          buffer.limit(count * Float.BYTES);
          try (NDArray chunk = owner.create(buffer, new Shape(count), DataType.FLOAT32)) {
            flat.set(new NDIndex("{}:{}", at, at + count), chunk);
          }
          at += count;
        }
      }
    }
    return whole;
  }

  /** Another array over the same memory, without {@code array}'s gradient. */
  public static NDArray alias(NDArray array) {
    return array.stopGradient();
  }

  /** Adds d{@code loss}/d{@code leaf} to the gradient of each leaf that {@code loss} came from. */
  public static void backward(NDArray loss) {
    try (NDArray one = loss.getManager().ones(loss.getShape(), DataType.FLOAT32)) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  /** Sets the gradient of {@code leaf} to zero. */
  public static void zeroGradient(NDArray leaf) {
    JniUtils.zeroGrad((PtNDArray) leaf);
  }

  private static Engine engine() {
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException | IllegalStateException | AssertionError | LinkageError e) {
      throw new TorchUnavailableException(e);
    }
  }
}

package io.plumbline.trainer.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A TorchScript module without parameters: methods over arrays that Java owns. Arguments are {@code
 * NDArray}, {@code List<NDArray>}, {@code Long} or {@code Double}. Thread-safe, where an array that
 * several threads pass is always in the same list, counted from the first.
 */
public final class Script {
  private final PtSymbolBlock module;

  private Script(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Compiles methods.
   *
   * @param manager owns the module
   * @param methods TorchScript text of the methods of {@code class M(Module)}, indented by two
   * @throws ai.djl.engine.EngineException if it does not compile; the message shows where
   */
  public static Script compile(NDManager manager, String methods) {
    try {
      ByteArrayInputStream archive = new ByteArrayInputStream(ScriptArchive.pack(methods));
      return new Script(JniUtils.loadModule((PtNDManager) manager, archive, false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // both ends are in memory
    }
  }

  /**
   * Calls a method whose results can be differentiated.
   *
   * @param manager owns the results
   * @param arguments arrays, or lists of at least one array
   * @return the elements of the tuple that it returns, or its only result
   */
  public NDList differentiable(NDManager manager, String method, Object... arguments) {
    NDList inputs = new NDList();
    int lists = 0;
    for (Object argument : arguments) {
      if (argument instanceof List<?> list) {
        // DJL gathers arrays that share a name ending in [] into one list. Names are counted by
        // lists: a thread that calls another method must not rename what this one is passing.
        String name = "list" + lists++ + "[]";
        for (Object element : list) {
          inputs.add(named((NDArray) element, name));
        }
      } else {
        inputs.add(named((NDArray) argument, "argument"));
      }
    }
    // The last array's name chooses the method.
    inputs.add(named(manager.create(0f), "module_method:" + method));
    NDList results = IValueUtils.forward(module, inputs, true);
    results.attach(manager);
    return results;
  }

  /**
   * Calls a method for its results alone: nothing is taped, and they cannot enter a differentiable
   * call.
   *
   * @param manager owns the results
   * @return the elements of the list that it returns
   */
  public NDList inference(NDManager manager, String method, Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(arguments[i]);
    }
    try (IValue result = IValueUtils.runMethod(module, method, values)) {
      return result.toNDList((PtNDManager) manager);
    } finally {
      for (IValue value : values) {
        value.close();
      }
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof Long number) {
      return IValue.from(number.longValue());
    } else if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    } else if (argument instanceof List<?> list) {
      return IValue.listFrom(list.toArray(PtNDArray[]::new));
    }
    return IValue.from((PtNDArray) argument);
  }

  private static NDArray named(NDArray array, String name) {
    array.setName(name);
    return array;
  }
}

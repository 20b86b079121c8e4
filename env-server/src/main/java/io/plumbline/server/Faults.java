package io.plumbline.server;

/** Of what an environment's code may throw, whether it is the environment's alone. */
final class Faults {
  private Faults() {}

  /**
   * Whether the process is none the worse: an exception, a class that its jar lacks, a recursion
   * without end. Memory that ran out is everybody's.
   */
  static boolean isItsOwn(Throwable e) {
    return !(e instanceof VirtualMachineError) || e instanceof StackOverflowError;
  }
}

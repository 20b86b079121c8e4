package io.plumbline.trainer.objectives;

/** Refuses settings out of range, NaN among them, by the name that a config file gives them. */
final class Checks {

  private Checks() {}

  static void atLeastZero(String name, double value) {
    require(value >= 0 && value < Double.POSITIVE_INFINITY, name, value, "at least 0");
  }

  static void aboveZero(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, value, "above 0");
  }

  static void share(String name, double value) {
    require(value >= 0 && value <= 1, name, value, "in [0, 1]");
  }

  static void sameLength(String name, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(name + ": " + length + " (expected: " + expected + ")");
    }
  }

  private static void require(boolean holds, String name, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}

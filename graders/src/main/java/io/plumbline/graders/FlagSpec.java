package io.plumbline.graders;

/**
 * A hard-fail flag: once raised, the composite is at most {@code cap}.
 *
 * @param name as in the contract, {@code csv_not_parseable}
 * @param cap in [0, 1]
 * @param condition when it is raised, in words
 */
public record FlagSpec(String name, double cap, String condition) {
  public FlagSpec {
    Names.check("flag", name);
    if (!(cap >= 0 && cap <= 1)) {
      throw new IllegalArgumentException("cap: " + cap + " (expected: in [0, 1])");
    }
  }
}

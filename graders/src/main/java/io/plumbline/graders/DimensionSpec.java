package io.plumbline.graders;

/**
 * One dimension of a rubric.
 *
 * @param name as in the contract, {@code data_preservation}
 * @param weight share of the composite, in (0, 1]
 * @param formula how the value in [0, 1] comes about, in words
 */
public record DimensionSpec(String name, double weight, String formula) {
  public DimensionSpec {
    Names.check("dimension", name);
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: in (0, 1])");
    }
  }
}

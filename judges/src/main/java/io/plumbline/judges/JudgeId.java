package io.plumbline.judges;

/**
 * Who judges. A calibration holds for this one only.
 *
 * @param endpoint provider and URL: {@code anthropic https://api.anthropic.com}
 * @param model as the endpoint calls it
 */
public record JudgeId(String endpoint, String model) {

  @Override
  public String toString() {
    return model + " at " + endpoint;
  }
}

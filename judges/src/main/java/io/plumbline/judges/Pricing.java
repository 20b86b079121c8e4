package io.plumbline.judges;

/**
 * What calls cost and may cost, in whatever currency the endpoint bills.
 *
 * @param input price of a million input tokens, at least 0
 * @param output price of a million output tokens, at least 0
 * @param budget what all calls of one judge together may cost, more than 0; infinite for no limit
 */
public record Pricing(double input, double output, double budget) {

  public Pricing {
    requirePrice("price_in", input);
    requirePrice("price_out", output);
    if (!(budget > 0)) {
      throw new IllegalArgumentException("budget: " + budget + " (expected: more than 0)");
    }
    if (budget < Double.POSITIVE_INFINITY && input == 0 && output == 0) {
      throw new IllegalArgumentException(
          "budget: " + budget + " (expected: a price_in or a price_out to count it by)");
    }
  }

  private static void requirePrice(String key, double price) {
    if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(key + ": " + price + " (expected: at least 0)");
    }
  }

  double cost(long inputTokens, long outputTokens) {
    return (inputTokens * input + outputTokens * output) / 1e6;
  }
}

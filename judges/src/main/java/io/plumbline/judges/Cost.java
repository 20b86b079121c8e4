package io.plumbline.judges;

import java.util.Locale;

/**
 * What a judge has used so far.
 *
 * @param calls requests that were sent, retries included
 * @param inputTokens as the endpoint counts them; where it did not answer but may bill, at most so
 *     many
 * @param outputTokens likewise
 * @param amount both at their prices, in the currency of {@link Pricing}
 */
public record Cost(long calls, long inputTokens, long outputTokens, double amount) {

  /**
   * {@code 3 calls, 2700 tokens in, 60 out, cost 0.0034}; without a cost where nothing has a price.
   */
  public String inWords() {
    String tokens = calls + " calls, " + inputTokens + " tokens in, " + outputTokens + " out";
    return amount == 0 ? tokens : tokens + String.format(Locale.ROOT, ", cost %.4f", amount);
  }
}

package io.plumbline.judges;

/**
 * Counts tokens, and keeps calls within a budget by setting aside what each may cost at most before
 * it is sent.
 */
final class CostMeter {
  private final Pricing pricing;
  private long calls;
  private long inputTokens;
  private long outputTokens;
  private long inputSetAside;
  private long outputSetAside;

  CostMeter(Pricing pricing) {
    this.pricing = pricing;
  }

  /**
   * Sets tokens aside for one call; false, and nothing set aside, if that could pass the budget.
   */
  synchronized boolean setAside(Usage most) {
    double worst =
        pricing.cost(
            inputTokens + inputSetAside + most.inputTokens(),
            outputTokens + outputSetAside + most.outputTokens());
    if (worst > pricing.budget()) {
      return false;
    }
    inputSetAside += most.inputTokens();
    outputSetAside += most.outputTokens();
    calls++;
    return true;
  }

  /** Ends a call: {@code used} counts instead of what was set aside for it. */
  synchronized void settle(Usage most, Usage used) {
    inputSetAside -= most.inputTokens();
    outputSetAside -= most.outputTokens();
    inputTokens += used.inputTokens();
    outputTokens += used.outputTokens();
  }

  synchronized Cost cost() {
    return new Cost(calls, inputTokens, outputTokens, pricing.cost(inputTokens, outputTokens));
  }
}

package io.plumbline.graders;

import java.util.Locale;
import java.util.Optional;

/** How a dimension that nobody assessed pays. */
public enum RewardRule {
  /** It earns 0: what nobody looked at earns nothing. The default. */
  PESSIMISTIC("an unassessed dimension earns 0"),
  /** It earns the 0.5 that collab-eval gave it. */
  REFERENCE("an unassessed dimension earns 0.5, as in collab-eval"),
  /** It is left out and the other weights are renormalised. */
  ASSESSED_ONLY("an unassessed dimension is left out and the other weights are renormalised");

  private final String label = name().toLowerCase(Locale.ROOT);
  private final String description;

  RewardRule(String description) {
    this.description = description;
  }

  /** The name used in the contract, on the command line and in files: {@code assessed_only}. */
  public String label() {
    return label;
  }

  /** What it does, in words. */
  public String description() {
    return description;
  }

  /** The rule of this name, if there is one. */
  public static Optional<RewardRule> named(String label) {
    for (RewardRule rule : values()) {
      if (rule.label.equals(label)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}

package io.plumbline.cli;

import java.util.List;

/** Settings under which a {@link TinyPolicy} is trained within seconds. */
final class TinyRun {

  private TinyRun() {}

  /** As {@code --set} takes them. Strict pays its tables nothing, reference some. */
  static List<String> settings(int updates) {
    return List.of(
        "updates=" + updates,
        "prompts=2",
        "group_size=4",
        "max_tokens=48",
        "profile=reference",
        "audit_profile=strict",
        "evaluate_every=0",
        "evaluation_tasks=3",
        "evaluation_max_tokens=24");
  }
}

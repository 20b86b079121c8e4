package io.plumbline.graders.redteam;

import io.plumbline.graders.tasks.SplitMix64;

/** One way to change an output a little. */
@FunctionalInterface
interface Mutation {

  /** A changed {@code text}, or the same where there is nothing to change. */
  String apply(String text, Material material, SplitMix64 random);
}

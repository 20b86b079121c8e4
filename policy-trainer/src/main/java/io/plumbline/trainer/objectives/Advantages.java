package io.plumbline.trainer.objectives;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The advantages of a batch, and what had none.
 *
 * @param values by group, then by completion, in the shape of the rewards; absent for a reward that
 *     was absent and for every completion of a skipped group
 * @param leftOut how many rewards were absent, those of skipped groups included
 * @param skippedGroups how many groups had fewer than two rewards
 * @param evenGroups how many other groups had one and the same reward throughout: their advantages
 *     are exactly 0
 */
public record Advantages(
    List<List<OptionalDouble>> values, int leftOut, int skippedGroups, int evenGroups) {

  public Advantages {
    values = values.stream().map(List::copyOf).toList();
  }
}

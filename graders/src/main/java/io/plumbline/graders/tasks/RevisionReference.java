package io.plumbline.graders.tasks;

import java.util.List;

/**
 * The reference of a {@code doc_revision} task.
 *
 * @param gold a good revision; empty where nobody wrote one
 * @param faults what was planted in the draft and is repaired in the gold; empty where nobody knows
 */
public record RevisionReference(String gold, List<PlantedFault> faults) implements Reference {

  /** Most faults of a task. */
  public static final int MAX_FAULTS = 32;

  public RevisionReference {
    faults = List.copyOf(faults);
    if (faults.size() > MAX_FAULTS) {
      throw new IllegalArgumentException(
          "faults: " + faults.size() + " (expected: at most " + MAX_FAULTS + ")");
    }
    for (PlantedFault fault : faults) {
      if (!gold.contains(fault.repaired())) {
        throw new IllegalArgumentException(
            "repaired: "
                + PlantedFault.shown(fault.repaired())
                + " (expected: a part of the gold)");
      }
    }
  }

  /** The reference of a task whose faults nobody recorded. */
  public RevisionReference(String gold) {
    this(gold, List.of());
  }

  @Override
  public List<String> content() {
    Content content = new Content();
    content.add(gold);
    for (PlantedFault fault : faults) {
      content.add(fault.planted()).add(fault.repaired());
      if (fault instanceof PlantedFault.Figure figure) {
        content.add("figure").add(figure.wrong()).add(figure.right());
      } else if (fault instanceof PlantedFault.Filler filler) {
        content.add("filler").add(filler.filler());
      } else {
        content.add(fault instanceof PlantedFault.Lead ? "lead" : "passive");
      }
    }
    return content.texts();
  }
}

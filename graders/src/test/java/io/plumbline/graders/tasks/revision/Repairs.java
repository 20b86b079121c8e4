package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.PlantedFault;

/** Repairs faults in a text by hand, so to speak. */
public final class Repairs {
  private Repairs() {}

  /** The text with one fault repaired. */
  public static String repaired(String text, PlantedFault fault) {
    if (!(fault instanceof PlantedFault.Lead)) {
      return text.replace(fault.planted(), fault.repaired());
    }
    String lead = fault.repaired();
    String rest =
        text.contains(" " + lead) ? text.replace(" " + lead, "") : text.replace(lead + " ", "");
    int body = rest.indexOf("\n\n") + 2;
    return rest.substring(0, body) + lead + " " + rest.substring(body);
  }
}

package io.plumbline.graders.tasks;

/**
 * A fault of a draft: what stands there, and what the gold has in its place. A sentence has one at
 * most.
 */
public sealed interface PlantedFault {

  /** What the draft has, whole sentences, letter for letter. */
  String planted();

  /** The sentence that the gold has instead, letter for letter. */
  String repaired();

  /**
   * A figure that contradicts the rest of the draft.
   *
   * @param wrong the figure in the draft's sentence, without its unit: {@code 4,600}
   * @param right the figure that the rest of the draft supports
   */
  record Figure(String planted, String repaired, String wrong, String right)
      implements PlantedFault {
    public Figure {
      requireText("planted", planted);
      requireText("repaired", repaired);
      requirePart("wrong", wrong, "planted", planted);
      requirePart("right", right, "repaired", repaired);
    }
  }

  /** The sentence that belongs first stands elsewhere. */
  record Lead(String repaired) implements PlantedFault {
    public Lead {
      requireText("repaired", repaired);
    }

    @Override
    public String planted() {
      return repaired;
    }
  }

  /**
   * A sentence in the passive voice, where it or the sentence before it says who acts; the repaired
   * one names them.
   */
  record Passive(String planted, String repaired) implements PlantedFault {
    public Passive {
      requireText("planted", planted);
      requireText("repaired", repaired);
    }
  }

  /**
   * Words that say nothing.
   *
   * @param planted the sentence with the filler; where that is a sentence by itself, it and the
   *     sentence behind it
   * @param filler the words in question, at least two
   */
  record Filler(String planted, String repaired, String filler) implements PlantedFault {
    public Filler {
      requireText("planted", planted);
      requireText("repaired", repaired);
      requirePart("filler", filler, "planted", planted);
      if (filler.strip().indexOf(' ') < 0) {
        throw new IllegalArgumentException(
            "filler: " + shown(filler) + " (expected: at least two words)");
      }
    }
  }

  private static void requireText(String field, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(field + ": blank (expected: a sentence)");
    }
  }

  private static void requirePart(String field, String part, String whole, String text) {
    if (part.isBlank() || !text.contains(part)) {
      throw new IllegalArgumentException(
          field + ": " + shown(part) + " (expected: a part of " + whole + ")");
    }
  }

  /** A text as messages show it. */
  static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}

package io.plumbline.graders.tasks;

import java.util.Locale;
import java.util.Optional;

/** How hard a task is, by its own generator's or author's measure. */
public enum Difficulty {
  EASY,
  MEDIUM,
  HARD;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name used in the contract and in files: {@code easy}. */
  public String label() {
    return label;
  }

  /** The difficulty of this name, if there is one. */
  public static Optional<Difficulty> named(String label) {
    for (Difficulty difficulty : values()) {
      if (difficulty.label.equals(label)) {
        return Optional.of(difficulty);
      }
    }
    return Optional.empty();
  }
}

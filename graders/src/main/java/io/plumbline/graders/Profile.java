package io.plumbline.graders;

import java.util.Locale;
import java.util.Optional;

/** Which rules grade. */
public enum Profile {
  /** collab-eval's rules exactly, blind spots included, so that published numbers compare. */
  REFERENCE,
  /** Closes the blind spots; what training uses. */
  STRICT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name used in the contract, on the command line and in files: {@code reference}. */
  public String label() {
    return label;
  }

  /** The profile of this name, if there is one. */
  public static Optional<Profile> named(String label) {
    for (Profile profile : values()) {
      if (profile.label.equals(label)) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }
}

package io.plumbline.conformance;

import java.util.Arrays;
import java.util.Locale;

/** As whom a case calls. */
public enum Caller {
  /** Whoever the suite runs as: a trainer, or anybody where the server asks for no token. */
  TRAINER,
  /** With the token of an agent. */
  AGENT,
  /** Without a token, where one is asked for. */
  NOBODY,
  /** With a token that the server does not know, where one is asked for. */
  STRANGER;

  /** Its name in cases. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Caller named(String label) {
    return Arrays.stream(values())
        .filter(caller -> caller.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "as: \"" + label + "\" (expected: trainer, agent, nobody or stranger)"));
  }
}

package io.plumbline.server;

import java.util.Arrays;
import java.util.Optional;

/** What a principal may do. */
public enum Role {
  /** Takes steps and sees scores. */
  AGENT("agent"),
  /** Sees evidence, too, on open splits. */
  TRAINER("trainer"),
  /** Operates the server, and does whatever the others do. */
  ADMIN("admin");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** Its name in files and messages. */
  public String label() {
    return label;
  }

  /** The role with this label. */
  public static Optional<Role> named(String label) {
    return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
  }

  String withArticle() {
    return (this == TRAINER ? "a " : "an ") + label;
  }

  boolean seesEvidence() {
    return this != AGENT;
  }
}

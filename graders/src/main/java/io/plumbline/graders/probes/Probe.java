package io.plumbline.graders.probes;

import io.plumbline.graders.tasks.Task;
import java.util.Locale;
import java.util.Optional;

/**
 * One output and what it should earn.
 *
 * @param exploit short name of what the output does, 1 to {@value #MAX_NAME} characters
 * @param kind what is claimed of it
 * @param blindSpot what of {@code reference} it shows, of the task's environment, where it shows
 *     one of these
 * @param why why {@code strict} should give what is expected, 1 to {@value #MAX_WHY} characters
 * @param task what the output answers
 * @param output any text of at most {@value #MAX_OUTPUT} characters
 * @param reference expected composite under profile {@code reference}, in [0, 1], 3 places; an
 *     unassessed dimension counts 0.5 in it, as in collab-eval
 * @param strict expected composite under profile {@code strict}, likewise; an unassessed dimension
 *     counts 0 in it, as in training
 */
public record Probe(
    String exploit,
    Kind kind,
    Optional<BlindSpot> blindSpot,
    String why,
    Task task,
    String output,
    double reference,
    double strict) {
  /** The longest name. */
  public static final int MAX_NAME = 60;

  /** The longest reason. */
  public static final int MAX_WHY = 400;

  /** The longest output: what the environments grade, if it is ASCII. */
  public static final int MAX_OUTPUT = 1 << 20;

  private static final double THOUSAND = 1000;

  /** What is claimed of an output. */
  public enum Kind {
    /** It earns less under {@code strict} than under {@code reference} or the naive baseline. */
    EXPLOIT,
    /** It is wrong, and nobody is fooled: a control, so that what is cheap to see stays seen. */
    FLAW,
    /** It is right in a form that is easily taken for wrong, and earns 1 under {@code strict}. */
    HONEST;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name used in files: {@code exploit}. */
    public String label() {
      return label;
    }

    /** The kind of this name, if there is one. */
    public static Optional<Kind> named(String label) {
      for (Kind kind : values()) {
        if (kind.label.equals(label)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  public Probe {
    checkText("exploit", exploit, MAX_NAME);
    checkText("why", why, MAX_WHY);
    if (output.length() > MAX_OUTPUT) {
      throw new IllegalArgumentException(
          "output: " + output.length() + " characters (expected: at most " + MAX_OUTPUT + ")");
    }
    checkComposite("reference", reference);
    checkComposite("strict", strict);
    for (BlindSpot spot : blindSpot.stream().toList()) {
      if (!spot.environment().equals(task.environment())) {
        throw new IllegalArgumentException(
            "blind_spot: " + spot.label() + " (expected: one of " + task.environment() + ")");
      }
    }
    if (kind == Kind.HONEST && strict != 1) {
      throw new IllegalArgumentException("strict: " + strict + " (expected: 1, as it is honest)");
    }
  }

  private static void checkText(String field, String text, int most) {
    boolean control = text.chars().anyMatch(Character::isISOControl);
    if (text.isBlank() || text.length() > most || control) {
      String found = control ? "a control character" : text.length() + " characters";
      throw new IllegalArgumentException(
          field + ": " + found + " (expected: 1 to " + most + ", not all blank, no control)");
    }
  }

  private static void checkComposite(String field, double value) {
    if (!(value >= 0 && value <= 1) || Math.rint(value * THOUSAND) / THOUSAND != value) {
      throw new IllegalArgumentException(
          field + ": " + value + " (expected: a value in [0, 1] of at most 3 places)");
    }
  }
}

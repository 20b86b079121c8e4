package io.plumbline.graders.probes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What profile {@code reference} does not see and {@code strict} does. The probes of an environment
 * name each of its blind spots at least once. Those marked * collab-eval shows by probes of its own
 * and leaves open.
 */
public enum BlindSpot {
  /** * Rows are counted, not told apart: one row twice is two rows. */
  DUPLICATED_ROWS("spreadsheet_clean"),
  /** * A row counts whether the input has it or not. */
  FABRICATED_ROWS("spreadsheet_clean"),
  /** A table that lacks one row earns as little as one that lacks all but one. */
  LOST_ROWS("spreadsheet_clean"),
  /** No cell is read: any text passes. */
  WRONG_CELLS("spreadsheet_clean"),
  /** No amount is read: any number passes. */
  WRONG_AMOUNTS("spreadsheet_clean"),
  /** 1.8 where 1800 is due passes if no M stands behind it. */
  UNSCALED_AMOUNTS("spreadsheet_clean"),
  /** * An amount in millions passes as part of a word or spelled out, in notes say. */
  MILLIONS_IN_TEXT("spreadsheet_clean"),
  /** Prose, fences and comments around the table count as rows of it. */
  LINES_OUTSIDE_THE_TABLE("spreadsheet_clean"),
  /** A row of any width is a row. */
  RAGGED_ROWS("spreadsheet_clean"),
  /** A header in other letters is the same header. */
  INEXACT_HEADERS("spreadsheet_clean"),

  /** * Filler passes as long as it keeps within the limit of words. */
  PADDING("doc_revision"),
  /** * Figures and names that the draft lacks pass in active sentences. */
  INVENTED_FACTS("doc_revision"),
  /**
   * * Advice in the passive passes for none: "ought to be seen as kept", "must be borne in mind".
   */
  MODAL_PASSIVES("doc_revision"),
  /** Only participles in "ed" make a passive. */
  IRREGULAR_PASSIVES("doc_revision"),
  /** Nobody compares a figure with the same figure elsewhere. */
  INCONSISTENT_FIGURE("doc_revision"),
  /** Nobody looks at what comes first. */
  BURIED_LEAD("doc_revision"),

  /** * A bracket is a marker if only something stands in it, a blank say. */
  EMPTY_BRACKETS("citation_ground"),
  /** * One source as often as citations are asked for. */
  REPEATED_SOURCE("citation_ground"),
  /** * Anchor phrases are found in sentences that say the opposite. */
  INVERTED_ARGUMENT("citation_ground"),
  /** A marker may name a source that does not exist. */
  UNKNOWN_SOURCES("citation_ground"),
  /** A marker may name a source that does not support the claim. */
  UNSUPPORTED_CLAIMS("citation_ground"),
  /** A marker may stand far from every claim. */
  DISTANT_MARKERS("citation_ground"),
  /** Words stronger than the source's pass. */
  OVERSTATED_CLAIMS("citation_ground");

  private final String environment;
  private final String label = name().toLowerCase(Locale.ROOT);

  BlindSpot(String environment) {
    this.environment = environment;
  }

  /** The environment whose {@code reference} rules have it. */
  public String environment() {
    return environment;
  }

  /** The name used in files: {@code duplicated_rows}. */
  public String label() {
    return label;
  }

  /** Those of an environment, in order; none where it is unknown. */
  public static List<BlindSpot> of(String environment) {
    return Arrays.stream(values()).filter(spot -> spot.environment.equals(environment)).toList();
  }

  /** The blind spot of an environment that has this name, if there is one. */
  public static Optional<BlindSpot> named(String environment, String label) {
    return of(environment).stream().filter(spot -> spot.label.equals(label)).findFirst();
  }
}

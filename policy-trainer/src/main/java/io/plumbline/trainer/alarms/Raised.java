package io.plumbline.trainer.alarms;

/**
 * An alarm that went off.
 *
 * @param saw what gave rise to it, in words and figures
 */
public record Raised(Alarm alarm, String saw) {

  /** As in a metrics line: {@code mode_collapse: 6 of 8 ...}. */
  @Override
  public String toString() {
    return alarm.label() + ": " + saw;
  }
}

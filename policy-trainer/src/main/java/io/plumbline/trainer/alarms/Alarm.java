package io.plumbline.trainer.alarms;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What may go wrong in training without anything breaking. */
public enum Alarm {
  /** Different prompts get one and the same answer. */
  MODE_COLLAPSE,
  /** The reward rises while grades that are not paid fall. */
  REWARD_HACKING,
  /** More and more completions are flagged, as with rows that are doubled or made up. */
  EXPLOITS_RISING,
  /** Preferred and rejected answers are told apart so early that nothing is left to learn. */
  DISCRIMINATOR_COLLAPSE,
  /** The adapter stays as it is, although there is something to learn from. */
  GRADIENT_LOST,
  /** The policy has left the reference policy far behind. */
  POLICY_DRIFT,
  /** The reference policy, which is frozen, is not what it was. */
  REFERENCE_CHANGED,
  /** A resumed run's adapter is as if nothing had been trained. */
  NOTHING_RESUMED;

  private static final String NONE = "none";

  /** Its name in settings and in metrics, such as {@code mode_collapse}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a list of labels, parted by commas, or {@code none}.
   *
   * @throws IllegalArgumentException if one is no alarm; names it
   */
  public static Set<Alarm> parse(String list) {
    Set<Alarm> alarms = new LinkedHashSet<>();
    for (String label : list.equals(NONE) ? new String[0] : list.split(",", -1)) {
      alarms.add(
          Arrays.stream(values())
              .filter(alarm -> alarm.label().equals(label.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "\""
                              + label.strip()
                              + "\" (expected: "
                              + NONE
                              + " or some of "
                              + all()
                              + ")")));
    }
    return alarms;
  }

  private static String all() {
    return Arrays.stream(values()).map(Alarm::label).collect(Collectors.joining(", "));
  }
}

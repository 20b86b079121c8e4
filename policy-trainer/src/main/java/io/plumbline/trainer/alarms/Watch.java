package io.plumbline.trainer.alarms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks at each update's metrics in the light of those before. A run that is resumed shows it the
 * old ones again, and it goes on as if there had been no break.
 */
public final class Watch {
  /** Updates in a row that a state has to last. */
  private static final int IN_A_ROW = 3;

  /** Share of completions that may say the same to different prompts. */
  private static final double SAME_ANSWER = 0.5;

  /** By how much the reward has to rise and another grade to fall. */
  private static final double GRADE = 0.05;

  /** By how much the share of flagged completions has to rise. */
  private static final double FLAGGED = 0.1;

  /** A loss of DPO at which the pairs are told apart, and the part of a run that is early. */
  private static final double TOLD_APART = 0.01;

  private static final double EARLY = 0.2;

  /** Nats per token. */
  private static final double FAR = 1;

  private final int planned;
  private final boolean preferences;
  private final History history = new History();

  /**
   * @param planned updates of the whole run, at least 1
   * @param preferences whether it learns to tell answers apart, by DPO
   */
  public Watch(int planned, boolean preferences) {
    this.planned = planned;
    this.preferences = preferences;
  }

  /**
   * Takes an update's figures.
   *
   * @param figures by their paths in the metrics line, such as {@code audit/composite}
   * @return what is amiss now
   */
  public List<Raised> observe(Map<String, Double> figures) {
    history.add(figures);
    List<Raised> raised = new ArrayList<>();
    sameAnswers().ifPresent(saw -> raised.add(new Raised(Alarm.MODE_COLLAPSE, saw)));
    unpaidFall().ifPresent(saw -> raised.add(new Raised(Alarm.REWARD_HACKING, saw)));
    flagsRise().ifPresent(saw -> raised.add(new Raised(Alarm.EXPLOITS_RISING, saw)));
    toldApart().ifPresent(saw -> raised.add(new Raised(Alarm.DISCRIMINATOR_COLLAPSE, saw)));
    adapterStays().ifPresent(saw -> raised.add(new Raised(Alarm.GRADIENT_LOST, saw)));
    farOff().ifPresent(saw -> raised.add(new Raised(Alarm.POLICY_DRIFT, saw)));
    return raised;
  }

  private Optional<String> sameAnswers() {
    List<Double> shares = history.last("same_answer", IN_A_ROW);
    return !shares.isEmpty() && shares.stream().allMatch(share -> share >= SAME_ANSWER)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%.0f %% of the completions say the same to different prompts, and half or more for %d"
                    + " updates",
                100 * history.last("same_answer").orElse(0),
                IN_A_ROW))
        : Optional.empty();
  }

  private Optional<String> unpaidFall() {
    double reward = history.rise("reward", Double.NaN);
    if (!(reward >= GRADE)) {
      return Optional.empty();
    }
    return history.names("audit/").stream()
        .filter(name -> history.rise(name, Double.NaN) <= -GRADE)
        .findFirst()
        .map(
            name ->
                String.format(
                    Locale.ROOT,
                    "since the start the reward rose by %.3f and %s, which is not paid, fell by %.3f",
                    reward,
                    name,
                    -history.rise(name, Double.NaN)));
  }

  private Optional<String> flagsRise() {
    return history.names("flags/").stream()
        .filter(name -> history.rise(name, 0) >= FLAGGED)
        .findFirst()
        .map(
            name ->
                String.format(
                    Locale.ROOT,
                    "since the start the share of completions with %s rose by %.3f",
                    name.substring("flags/".length()),
                    history.rise(name, 0)));
  }

  private Optional<String> toldApart() {
    OptionalDouble loss = history.last("loss");
    boolean early = history.updates() <= EARLY * planned;
    return preferences && early && loss.isPresent() && loss.getAsDouble() < TOLD_APART
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the loss is %.4f after %d of %d updates: pairs that are told apart teach nothing more",
                loss.getAsDouble(),
                history.updates(),
                planned))
        : Optional.empty();
  }

  private Optional<String> adapterStays() {
    List<Double> changes = history.last("adapter_change", IN_A_ROW);
    List<Double> spreads = history.last("advantage_spread", IN_A_ROW);
    boolean something =
        history.names("left_out").isEmpty() // no rewards: it learns from gold
            || (!spreads.isEmpty() && spreads.stream().allMatch(spread -> spread > 0));
    return !changes.isEmpty() && changes.stream().allMatch(change -> change == 0) && something
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the adapter has not changed for %d updates, though there was something to learn",
                IN_A_ROW))
        : Optional.empty();
  }

  private Optional<String> farOff() {
    List<Double> distances = history.last("kl_token", IN_A_ROW);
    return !distances.isEmpty() && distances.stream().allMatch(kl -> kl > FAR)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "KL from the reference policy is %.2f nats per token, and above %.0f for %d updates",
                history.last("kl_token").orElse(0),
                FAR,
                IN_A_ROW))
        : Optional.empty();
  }
}

package io.plumbline.graders.preflight;

import io.plumbline.graders.Profile;
import io.plumbline.graders.gates.Candidacy;
import io.plumbline.graders.gates.Condition;
import io.plumbline.graders.gates.Evaluation;
import io.plumbline.graders.gates.EvaluationException;
import io.plumbline.graders.gates.Measured;
import io.plumbline.graders.gates.PromotionGate;
import io.plumbline.graders.gates.Reachability;
import io.plumbline.graders.gates.Verdict;
import io.plumbline.graders.preflight.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What recorded evaluations show. */
public final class ReportChecks {
  /** Below what any gate or verdict asks for. */
  private static final double UNMOVED = 0.005;

  private ReportChecks() {}

  /**
   * Whether a candidate differs from its base at all, and by more than nothing.
   *
   * @throws EvaluationException if the two were not measured alike
   */
  public static List<Checked> moved(Candidacy candidacy) throws EvaluationException {
    Measured base = candidacy.base();
    Measured candidate = candidacy.candidate();
    candidacy.requireAlike();
    List<Checked> checks = new ArrayList<>();
    double most = change(base.regular(), candidate.regular());
    boolean same = base.regular().perCase().equals(candidate.regular().perCase());
    boolean perfect = isPerfect(base.regular()); // as another perfect policy's may be
    if (base.stress().isPresent()) {
      Evaluation stress = candidate.stress().orElseThrow();
      most = Math.max(most, change(base.stress().get(), stress));
      same &= base.stress().get().perCase().equals(stress.perCase());
      perfect &= isPerfect(base.stress().get());
    }
    String saw =
        String.format(
            Locale.ROOT,
            "no mean of %s moved by more than %.4f from %s",
            candidate.regular().file(),
            most,
            base.regular().file());
    checks.add(
        same && !perfect
            ? Checked.found(
                Failure.EMPTY_MERGE,
                Severity.ERROR,
                candidate.regular().file(),
                "every score of every case is the base's, to the last digit",
                "compare the weights before and after the merge; evaluate the adapter unmerged")
            : Checked.clean(
                Failure.EMPTY_MERGE,
                perfect ? "every case is perfect" : "scores differ from the base's in some case"));
    checks.add(
        most <= UNMOVED
            ? Checked.found(
                Failure.MOVED_NOTHING,
                Severity.WARNING,
                candidate.regular().file(),
                saw,
                "change something else than its amount; look at gold, budget and evaluation first")
            : Checked.clean(
                Failure.MOVED_NOTHING,
                String.format(Locale.ROOT, "the mean that moved most did so by %.4f", most)));
    return checks;
  }

  /**
   * Whether gold passes the gate from where the base stands, and whether a verdict can show.
   *
   * @param gold on the same tasks, under the same budget
   * @throws EvaluationException if gold was not measured as the base was
   */
  public static List<Checked> reach(Measured base, Measured gold) throws EvaluationException {
    Reachability reachability = Reachability.of(base, gold);
    String where = base.regular().file();
    List<Finding> unreachable = new ArrayList<>();
    for (Condition condition : reachability.unreachable()) {
      unreachable.add(unreachable(where, reachability.explain(condition)));
    }
    double room = gold.target() - base.target();
    String saw =
        String.format(
            Locale.ROOT,
            "data_preservation under strict stands at %.3f and gold reaches %.3f: %.3f to gain",
            base.target(),
            gold.target(),
            room);
    return List.of(
        new Checked(
            Failure.UNREACHABLE_GATE,
            "gold meets all " + reachability.conditions().size() + " conditions of the gate",
            unreachable),
        room < Verdict.RISE
            ? Checked.found(
                Failure.INSTRUMENT_EXHAUSTED,
                Severity.WARNING,
                where,
                saw + ", less than the " + Verdict.RISE + " that a verdict asks for",
                "evaluate on harder tasks, or under a budget that gold fits into")
            : Checked.clean(Failure.INSTRUMENT_EXHAUSTED, saw));
  }

  /** Whether gold alone meets the threshold on stress tasks, before there is any base. */
  public static Checked reach(Evaluation goldOnStress) throws EvaluationException {
    List<Finding> findings = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      double reached = goldOnStress.mean(profile, "data_preservation");
      String saw =
          String.format(
              Locale.ROOT,
              "a perfect policy reaches data_preservation %.3f under %s on %s within %d tokens"
                  + " (truncated %.3f); the gate asks for %.2f",
              reached,
              profile.label(),
              goldOnStress.tasks(),
              goldOnStress.maxTokens(),
              goldOnStress.truncated(),
              PromotionGate.STRESS);
      seen.add(saw);
      if (reached < PromotionGate.STRESS) {
        findings.add(unreachable(goldOnStress.tasks(), saw));
      }
    }
    return new Checked(Failure.UNREACHABLE_GATE, String.join("; ", seen), findings);
  }

  private static Finding unreachable(String where, String saw) {
    return new Finding(
        Failure.UNREACHABLE_GATE,
        Severity.ERROR,
        where,
        saw,
        "raise the token budget of the evaluation until gold passes, before anything is trained");
  }

  private static double change(Evaluation base, Evaluation candidate) throws EvaluationException {
    double most = 0;
    for (Profile profile : Profile.values()) {
      for (Map.Entry<String, Double> mean : base.scores(profile).means().entrySet()) {
        double change = candidate.mean(profile, mean.getKey()) - mean.getValue();
        most = Math.max(most, Math.abs(change));
      }
    }
    return most;
  }

  private static boolean isPerfect(Evaluation evaluation) throws EvaluationException {
    return evaluation.mean(Profile.STRICT, Evaluation.COMPOSITE) == 1;
  }
}

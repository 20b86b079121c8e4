package io.plumbline.judges.calibration;

import io.plumbline.judges.Judge;
import io.plumbline.judges.JudgeRubric;
import io.plumbline.judges.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs a judge over a calibration set. */
public final class Calibrator {

  /** The judge could not be asked: that says nothing about its agreement. */
  public static final class JudgeUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    JudgeUnavailableException(String message) {
      super(message);
    }
  }

  private Calibrator() {}

  /**
   * Asks the judge for every case, as many at a time as it allows.
   *
   * @param progress a line for each case, in the set's order, as it is known
   * @throws JudgeUnavailableException if a case got no reply; what the judge has in its cache is
   *     not asked for again
   */
  public static Calibration run(Judge judge, CalibrationSet set, Consumer<String> progress)
      throws JudgeUnavailableException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(judge.maxInFlight());
    try {
      List<Future<Judgement>> asked = new ArrayList<>();
      for (CalibrationCase each : set.cases()) {
        asked.add(workers.submit(() -> judge.assess(each.rubric(), each.task(), each.output())));
      }
      Map<JudgeRubric, List<CaseResult>> results = new LinkedHashMap<>();
      for (int i = 0; i < asked.size(); i++) {
        CalibrationCase each = set.cases().get(i);
        CaseResult result = result(each, asked.get(i).get());
        results.computeIfAbsent(each.rubric(), rubric -> new ArrayList<>()).add(result);
        progress.accept(line(i + 1, asked.size(), each, result));
      }
      return calibration(judge, results);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause()); // a judge throws nothing
    } finally {
      workers.shutdownNow();
    }
  }

  private static Calibration calibration(Judge judge, Map<JudgeRubric, List<CaseResult>> results) {
    List<DimensionResult> dimensions = new ArrayList<>();
    results.forEach(
        (rubric, cases) ->
            dimensions.add(
                new DimensionResult(
                    rubric.environment(), rubric.dimension(), rubric.version(), cases)));
    return new Calibration(judge.id(), dimensions);
  }

  private static CaseResult result(CalibrationCase asked, Judgement judgement)
      throws JudgeUnavailableException {
    if (judgement instanceof Judgement.Scored scored) {
      return new CaseResult(asked.id(), asked.band(), Optional.of(scored.value()), scored.said());
    }
    Judgement.Failed failed = (Judgement.Failed) judgement;
    if (failed.cause() == Judgement.Cause.ENDPOINT) {
      throw new JudgeUnavailableException("judge: case " + asked.id() + ": " + failed.why());
    }
    return new CaseResult(asked.id(), asked.band(), Optional.empty(), failed.why());
  }

  private static String line(int number, int all, CalibrationCase asked, CaseResult result) {
    String value = result.value().map(String::valueOf).orElse("failed, " + result.said());
    return number
        + "/"
        + all
        + " "
        + asked.rubric().dimension()
        + " "
        + asked.id()
        + ": "
        + value
        + (result.agrees() ? ", agrees with [" : ", not in [")
        + asked.band().low()
        + ", "
        + asked.band().high()
        + "]";
  }
}

package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import io.plumbline.trainer.alarms.Alarm;
import io.plumbline.trainer.alarms.Raised;
import io.plumbline.trainer.alarms.Watch;
import io.plumbline.trainer.metrics.Figures;
import io.plumbline.trainer.model.Adapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run's alarms: what the metrics show, and what only the arrays themselves do. */
final class RunAlarms {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ALARMS = "alarms";

  private final Set<Alarm> stopping;
  private final Watch watch;
  private final List<NDArray> reference;
  private final double[] sums;
  private boolean trained;

  /**
   * @param reference weights of the reference policy, which have to stay as they are
   */
  RunAlarms(RunConfig config, List<NDArray> reference) {
    this.reference = reference;
    stopping = Alarm.parse(config.stopOn());
    watch = new Watch(config.updates(), config.objective() == RunConfig.Objective.DPO);
    sums = sums();
  }

  /** Sees the lines of a run that is taken up again; what was raised then is in them. */
  void replay(List<JsonNode> lines) {
    lines.forEach(line -> look(Figures.of(line)));
  }

  /** Whether a resumed run's adapter is what was trained. */
  Optional<Raised> resumed(int updates, Adapter adapter) {
    return updates > 0 && trained && adapter.addsNothing()
        ? Optional.of(
            new Raised(
                Alarm.NOTHING_RESUMED,
                "after " + updates + " updates that changed it, the adapter adds nothing"))
        : Optional.empty();
  }

  /**
   * Looks at an update and writes what is amiss into its line.
   *
   * @return what was raised
   */
  List<Raised> observe(Map<String, Object> line) {
    List<Raised> raised = new ArrayList<>(look(Figures.of(JSON.valueToTree(line))));
    double[] now = sums();
    for (int i = 0; i < sums.length; i++) {
      if (Double.compare(now[i], sums[i]) != 0) {
        raised.add(
            new Raised(
                Alarm.REFERENCE_CHANGED,
                "the sum of the reference's array " + i + " was " + sums[i] + " and is " + now[i]));
        break;
      }
    }
    List<Object> all = new ArrayList<>();
    if (line.get(ALARMS) instanceof List<?> others) {
      all.addAll(others);
    }
    raised.forEach(each -> all.add(each.toString()));
    line.put(ALARMS, all);
    return raised;
  }

  /**
   * Ends the run if one of these is to end it.
   *
   * @throws RunStoppedException if so; the message says which
   */
  void stopOn(List<Raised> raised, int updates) {
    for (Raised each : raised) {
      if (stopping.contains(each.alarm())) {
        throw new RunStoppedException(
            "alarm: " + each + " (stop_on has it; the state after update " + updates + " stands)");
      }
    }
  }

  private List<Raised> look(Map<String, Double> figures) {
    trained |= figures.getOrDefault("adapter_change", 0.0) > 0;
    return watch.observe(figures);
  }

  private double[] sums() {
    return reference.stream()
        .mapToDouble(
            array -> {
              try (NDArray sum = array.sum()) {
                return sum.getFloat();
              }
            })
        .toArray();
  }
}

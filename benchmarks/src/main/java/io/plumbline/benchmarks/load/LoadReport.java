package io.plumbline.benchmarks.load;

import io.plumbline.benchmarks.load.StepLoad.Measured;
import io.plumbline.benchmarks.load.StepLoad.Pair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** What a {@link StepLoad} measured, as a table and as data. Medians are those of rounds. */
public final class LoadReport {
  private static final String COLUMN = "%26s";

  private final StepLoad load;
  private final Payload payload;
  private final Map<Mode, Figures> modes = new EnumMap<>(Mode.class);

  LoadReport(StepLoad load, Payload payload) {
    this.load = load;
    this.payload = payload;
  }

  /** What is measured, and how. */
  String heading() {
    int output = payload.steps().stream().mapToInt(step -> step.getAction().size()).sum();
    String loop =
        load.rate().isPresent()
            ? String.format(
                Locale.ROOT,
                "open loop at %,.0f steps/s, latency from when each was due",
                load.rate().getAsDouble())
            : "closed loop, " + load.inFlight() + " steps in flight, latency is service time";
    return String.format(
        Locale.ROOT,
        "%d tables under strict, output %d B, request %d B, reply %d B on average; %s; %d rounds of"
            + " %.1f s",
        Payload.STEPS,
        output / Payload.STEPS,
        payload.batch().getSerializedSize() / Payload.STEPS,
        payload.replies().getSerializedSize() / Payload.STEPS,
        loop,
        load.rounds(),
        load.round().toMillis() / 1e3);
  }

  void add(Mode mode, List<Pair> rounds) {
    Figures figures =
        new Figures()
            .spread("graded steps/s", "%,.0f", rounds, pair -> pair.step().round().perSecond())
            .spread("echoes/s", "%,.0f", rounds, pair -> pair.echo().round().perSecond())
            .spread("steps to echoes", "%.2f", rounds, Pair::ratio);
    Histogram steps = sum(rounds, Pair::step);
    Histogram echoes = sum(rounds, Pair::echo);
    latencies(figures, "", steps, echoes);
    if (load.rate().isEmpty()) {
      // As if each place had asked on at its usual pace while it waited for a slow answer.
      latencies(figures, " corrected", corrected(steps), corrected(echoes));
    } else {
      figures.put("steps refused, share", "%.4f", refusedShare(rounds));
    }
    figures
        .spread("server CPU us per step", "%.2f", rounds, pair -> pair.step().cpuMicros())
        .spread("echo CPU us per step", "%.2f", rounds, pair -> pair.echo().cpuMicros())
        .spread("one grade alone us", "%.2f", rounds, Pair::gradeMicros)
        .spread("server - echo - grade us", "%.2f", rounds, Pair::remainderMicros);
    modes.put(mode, figures);
  }

  private static void latencies(Figures figures, String how, Histogram steps, Histogram echoes) {
    for (String percentile : List.of("50", "99", "99.9")) {
      double value = Double.parseDouble(percentile);
      String name = "p" + percentile + how;
      figures.percentile(name + ", step", steps, value);
      figures.percentile(name + ", echo", echoes, value);
      if (percentile.equals("99")) {
        double ratio =
            (double) steps.getValueAtPercentile(value) / echoes.getValueAtPercentile(value);
        figures.put(name + ", step to echo", "%.2f", ratio);
      }
    }
  }

  private static Histogram corrected(Histogram latencies) {
    return latencies.copyCorrectedForCoordinatedOmission(
        Math.max(1, latencies.getValueAtPercentile(50)));
  }

  private static Histogram sum(List<Pair> rounds, Function<Pair, Measured> which) {
    Histogram sum = new Histogram(Tally.LONGEST_NANOS, 3);
    rounds.forEach(pair -> sum.add(which.apply(pair).round().tally().answered()));
    return sum;
  }

  private static double refusedShare(List<Pair> rounds) {
    long sent = 0;
    long refused = 0;
    for (Pair pair : rounds) {
      sent += pair.step().round().sent();
      refused += pair.step().round().tally().refused().getTotalCount();
    }
    return (double) refused / sent;
  }

  /** A column for each mode. */
  public String table() {
    StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-32s", ""));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    modes.forEach(
        (mode, figures) -> {
          table.append(String.format(Locale.ROOT, COLUMN, mode.label()));
          figures
              .cells()
              .forEach(
                  (name, cell) ->
                      rows.computeIfAbsent(name, missing -> new ArrayList<>()).add(cell.text()));
        });
    rows.forEach(
        (name, cells) -> {
          table.append(String.format(Locale.ROOT, "%n%-32s", name));
          cells.forEach(cell -> table.append(String.format(Locale.ROOT, COLUMN, cell)));
        });
    return table.toString();
  }

  /** Settings, and the figures of each mode by name. */
  public Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("what", heading());
    load.rate().ifPresent(rate -> data.put("rate", rate));
    data.put("in_flight", load.inFlight());
    data.put("rounds", load.rounds());
    data.put("seconds", load.round().toMillis() / 1e3);
    modes.forEach((mode, figures) -> data.put(mode.label(), figures.data()));
    return data;
  }
}

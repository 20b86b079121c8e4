package io.plumbline.server;

import io.grpc.Status;
import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** What a server counts and times, named as Prometheus expects it. Labels have few values. */
final class Metrics {
  private static final double NANOS = 1e-9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter calls =
      counter("plumbline_calls", "gRPC calls that ended, by status.", "rpc", "code");
  private final Histogram callSeconds =
      histogram("plumbline_call_seconds", "From the call to its end.", seconds(), "rpc");
  private final Counter items =
      counter(
          "plumbline_items",
          "Items of batches and requests of rollouts, by status.",
          "rpc",
          "code");
  private final Counter refusals =
      counter(
          "plumbline_refusals",
          "Requests, items and calls that were refused, by the field at fault, such as handle.",
          "field",
          "code");
  private final Counter steps =
      counter("plumbline_steps", "Steps, by how the episode ended.", "environment", "end");
  private final Histogram gradeSeconds =
      histogram(
          "plumbline_grade_seconds", "Time of one grade.", seconds(), "environment", "profile");
  private final Histogram dimensions =
      histogram(
          "plumbline_dimension_value",
          "Assessed values of grades.",
          new double[] {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1},
          "environment",
          "profile",
          "dimension");
  private final Counter failures =
      counter(
          "plumbline_dimensions_failed",
          "Dimensions that a grader broke on: their grades pay no reward.",
          "environment",
          "profile",
          "dimension");
  private final Map<String, Map<Profile, GradeMeter>> graders = new HashMap<>();

  Metrics(List<Environment> environments) {
    for (Environment environment : environments) {
      Map<Profile, GradeMeter> meters = new HashMap<>();
      for (Rubric rubric : environment.rubrics()) {
        meters.put(rubric.profile(), new GradeMeter(environment.name(), rubric));
      }
      graders.put(environment.name(), meters);
    }
    JvmMetrics.builder().register(registry);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  private Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(bounds)
        .withoutExemplars()
        .register(registry);
  }

  /** Two a decade, from 2 µs to 10 s. */
  private static double[] seconds() {
    return new double[] {
      2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2,
      0.5, 1, 2, 5, 10
    };
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /** Has a number read whenever somebody looks. */
  void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.getAsLong()))
        .register(registry);
  }

  /** Has a count read whenever somebody looks. */
  void count(String name, String help, LongSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.getAsLong()))
        .register(registry);
  }

  /** A call has ended. */
  void called(String rpc, Status.Code code, long nanos) {
    calls.labelValues(rpc, code.name()).inc();
    callSeconds.labelValues(rpc).observe(nanos * NANOS);
  }

  /** One of many in a call is answered. */
  void item(String rpc, Status.Code code) {
    items.labelValues(rpc, code.name()).inc();
  }

  void refused(Refusal refusal) {
    refusals
        .labelValues(
            refusal.error().getField(),
            Status.fromCodeValue(refusal.error().getCode()).getCode().name())
        .inc();
  }

  /** A step has ended an episode. */
  void stepped(String environment, boolean truncated) {
    steps.labelValues(environment, truncated ? "truncated" : "terminated").inc();
  }

  /** The meter of one environment's grades under one of its profiles. */
  GradeMeter grades(String environment, Profile profile) {
    return Objects.requireNonNull(Objects.requireNonNull(graders.get(environment)).get(profile));
  }

  /** Counts the grades of one rubric. */
  final class GradeMeter {
    private final DistributionDataPoint time;
    private final Map<String, DistributionDataPoint> values = new HashMap<>();
    private final Map<String, CounterDataPoint> failed = new HashMap<>();

    private GradeMeter(String environment, Rubric rubric) {
      String profile = rubric.profile().label();
      time = gradeSeconds.labelValues(environment, profile);
      rubric
          .dimensions()
          .forEach(
              spec -> {
                String name = spec.name();
                values.put(name, dimensions.labelValues(environment, profile, name));
                failed.put(name, failures.labelValues(environment, profile, name));
              });
    }

    void graded(Grade grade, long nanos) {
      time.observe(nanos * NANOS);
      for (DimensionGrade dimension : grade.dimensions()) {
        String name = dimension.spec().name();
        if (dimension.status() == DimensionStatus.ASSESSED) {
          Objects.requireNonNull(values.get(name)).observe(dimension.value());
        } else if (dimension.status() == DimensionStatus.FAILED) {
          Objects.requireNonNull(failed.get(name)).inc();
        }
      }
    }
  }
}

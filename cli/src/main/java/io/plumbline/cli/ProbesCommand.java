package io.plumbline.cli;

import io.plumbline.graders.Environment;
import io.plumbline.graders.probes.Probe;
import io.plumbline.graders.probes.ProbeFile;
import io.plumbline.graders.probes.ProbeResult;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "probes",
    description = {
      "Grades outputs that try to earn more than they are worth: by the rules of reference and of"
          + " strict, and by a naive holistic baseline.",
      "The exit code is 1 if a score is not the expected one, or an exploit does not earn less"
          + " under strict than elsewhere."
    })
final class ProbesCommand implements Callable<Integer> {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  @Spec private CommandSpec spec;

  @Option(names = "--env", description = "only this environment's (default: all)")
  private @Nullable String environment;

  @Option(names = "--file", description = "a probe file, instead of the bundled probes")
  private @Nullable Path file;

  @Option(
      names = "--format",
      defaultValue = TEXT,
      description = "text, or json: an object a line (default: ${DEFAULT-VALUE})")
  private String format;

  @Override
  public Integer call() throws IOException {
    if (!format.equals(TEXT) && !format.equals(JSON)) {
      throw new UserError("format: \"" + format + "\" (expected: one of text, json)");
    }
    List<ProbeResult> results = new ArrayList<>();
    for (Probe probe : probes()) {
      results.add(graded(probe));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format.equals(JSON)) {
      results.forEach(result -> out.print(Json.line(object(result)) + "\n"));
    } else {
      print(results, out);
    }
    out.flush();
    return results.stream().allMatch(ProbeResult::asExpected) ? ExitCodes.OK : ExitCodes.NO;
  }

  private List<Probe> probes() throws IOException {
    List<Environment> environments =
        environment == null ? Assembly.environments() : List.of(Assembly.environment(environment));
    List<String> names = environments.stream().map(Environment::name).toList();
    TaskCatalogue tasks = Assembly.catalogue();
    List<Probe> probes = new ArrayList<>();
    if (file == null) {
      names.forEach(name -> probes.addAll(ProbeFile.bundled(name, tasks)));
    } else {
      probes.addAll(ProbeFile.read(file, tasks));
      probes.removeIf(probe -> !names.contains(probe.task().environment()));
    }
    if (probes.isEmpty()) {
      throw new UserError("env: \"" + environment + "\" (expected: an environment with probes)");
    }
    return probes;
  }

  private static ProbeResult graded(Probe probe) {
    try {
      return ProbeResult.of(probe, Assembly.environment(probe.task().environment()));
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "task: " + probe.task().id() + " of " + probe.exploit() + ": " + e.getMessage());
    }
  }

  private static void print(List<ProbeResult> results, PrintWriter out) {
    int environments = "environment".length();
    int exploits = "exploit".length();
    for (ProbeResult result : results) {
      environments = Math.max(environments, result.probe().task().environment().length());
      exploits = Math.max(exploits, result.probe().exploit().length());
    }
    String left = "%-" + environments + "s  %-" + exploits + "s  %-7s  ";
    out.printf(
        Locale.ROOT,
        left + "%9s  %6s  %5s\n",
        "environment",
        "exploit",
        "kind",
        "reference",
        "strict",
        "naive");
    int differing = 0;
    for (ProbeResult result : results) {
      Probe probe = result.probe();
      String difference = difference(result);
      differing += difference.isEmpty() ? 0 : 1;
      out.printf(
          Locale.ROOT,
          left + "%9.3f  %6.3f  %5.3f%s\n",
          probe.task().environment(),
          probe.exploit(),
          probe.kind().label(),
          result.reference(),
          result.strict(),
          result.naive(),
          difference);
    }
    out.printf(
        Locale.ROOT,
        "%d probes: %s\n",
        results.size(),
        differing == 0 ? "all as expected" : differing + " not as expected");
  }

  /** What is not as expected, in words; empty where all is. */
  private static String difference(ProbeResult result) {
    List<String> words = new ArrayList<>();
    if (!result.referenceAsExpected()) {
      words.add("expected reference " + result.probe().reference());
    }
    if (!result.strictAsExpected()) {
      words.add("expected strict " + result.probe().strict());
    }
    if (!result.claimHolds()) {
      words.add("expected less under strict than elsewhere");
    }
    return words.isEmpty() ? "" : "  <- " + String.join(", ", words);
  }

  private static Map<String, Object> object(ProbeResult result) {
    Probe probe = result.probe();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("environment", probe.task().environment());
    object.put("exploit", probe.exploit());
    object.put("kind", probe.kind().label());
    probe.blindSpot().ifPresent(spot -> object.put("blind_spot", spot.label()));
    object.put("why", probe.why());
    object.put("task", probe.task().id());
    object.put("reference", result.reference());
    object.put("expected_reference", probe.reference());
    object.put("strict", result.strict());
    object.put("expected_strict", probe.strict());
    object.put("naive", result.naive());
    object.put("as_expected", result.asExpected());
    return object;
  }
}

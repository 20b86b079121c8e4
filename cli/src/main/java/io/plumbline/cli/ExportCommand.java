package io.plumbline.cli;

import io.plumbline.trainer.policies.Export;
import io.plumbline.trainer.policies.PolicyStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Writes a policy for transformers and PEFT: its adapters as one, or, with --merged, the whole"
          + " model.",
      "What was written is read again, and has to compute what the policy computes."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--policy",
      paramLabel = "NAME|DIR",
      defaultValue = PolicyStack.EMBEDDED,
      description = "the policy, such as a run's folder (default: ${DEFAULT-VALUE})")
  private String policy;

  @Option(names = "--merged", description = "a whole model, with its adapters in its weights")
  private boolean merged;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "a new folder")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out)) {
      throw new UserError("out: " + out + " is there already (expected: a new folder)");
    }
    try (PolicyStack stack = PolicyStack.open(policy)) {
      double difference = merged ? Export.model(stack, out) : Export.adapter(stack, out);
      PrintWriter writer = spec.commandLine().getOut();
      writer.printf(
          Locale.ROOT,
          "%s: %s; log-probabilities differ from the policy's by %.1e at most%n",
          merged ? "model" : "adapter",
          out,
          difference);
      writer.flush();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    return ExitCodes.OK;
  }
}

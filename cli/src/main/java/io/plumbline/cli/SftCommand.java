package io.plumbline.cli;

import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.supervised.SupervisedConfig;
import io.plumbline.trainer.supervised.SupervisedTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sft",
    description = {
      "Trains an adapter on deletion-biased demonstrations: the fault that train repairs. The loss is"
          + " over the answers alone.",
      "The same command in the same folder goes on where it was stopped."
    })
final class SftCommand implements Callable<Integer> {
  private static final int WARMUP = 20;

  @Spec private CommandSpec spec;

  @Mixin private final SupervisedOptions options = new SupervisedOptions();

  @Option(
      names = "--base",
      paramLabel = "NAME|DIR",
      defaultValue = PolicyStack.EMBEDDED_BASE,
      description = "the model to adapt, such as pretrain's folder (default: ${DEFAULT-VALUE})")
  private String base;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "plumbline-sft",
      description =
          "the policy's folder, with the adapter in its folder adapter (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--steps",
      defaultValue = "360",
      description = "optimiser steps (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.003",
      description = "its peak (default: ${DEFAULT-VALUE})")
  private double learningRate;

  @Option(
      names = "--rank",
      defaultValue = "16",
      description = "of the adapter (default: ${DEFAULT-VALUE})")
  private int rank;

  @Option(
      names = "--alpha",
      defaultValue = "32",
      description = "of the adapter (default: ${DEFAULT-VALUE})")
  private int alpha;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SupervisedConfig config = options.config(steps, learningRate, WARMUP);
    Requirements.within("rank", rank, 1, 1024);
    Requirements.within("alpha", alpha, 1, 65_536);
    PrintWriter err = spec.commandLine().getErr();
    try (PolicyStack stack = SupervisedOptions.base(base)) {
      Map<String, String> settings = SupervisedOptions.settings(config);
      settings.put("rank", Integer.toString(rank));
      settings.put("alpha", Integer.toString(alpha));
      settings.put("base", stack.base().sha256());
      settings.put("tokenizer", stack.tokenizer().sha256());
      SupervisedFolder folder = SupervisedFolder.open(out, settings);
      return StopSignal.heed(
          stop -> sft(config, stack, folder, stop),
          () -> Progress.to(err).accept("plumbline: stopped; the same command goes on"));
    }
  }

  private void sft(
      SupervisedConfig config, PolicyStack stack, SupervisedFolder folder, BooleanSupplier stop)
      throws IOException {
    PrintWriter writer = spec.commandLine().getOut();
    AdapterFolder trained =
        new SupervisedTraining(config, stack.lexicon(), folder.state(), stop, Progress.to(writer))
            .sft(stack.base(), rank, alpha);
    Path adapter = folder.path().toRealPath().resolve("adapter");
    trained.write(adapter, stack.base().config());
    stack.parts().with(adapter).write(folder.path());
    writer.println("adapter: " + folder.path().resolve("adapter"));
    writer.flush();
  }
}

package io.plumbline.cli;

import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.supervised.SupervisedConfig;
import io.plumbline.trainer.supervised.SupervisedTraining;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.torch.Torch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "pretrain",
    description = {
      "Trains the embedded policy's base, from nothing or further: a model that cleans tables, as a"
          + " Hugging Face folder.",
      "The same command in the same folder goes on where it was stopped."
    })
final class PretrainCommand implements Callable<Integer> {
  private static final int WARMUP = 100;

  @Spec private CommandSpec spec;

  @Mixin private final SupervisedOptions options = new SupervisedOptions();

  @Option(
      names = "--base",
      paramLabel = "NAME|DIR",
      description =
          "a model to train further on whole tables, such as an earlier pretrain's folder (default:"
              + " none)")
  private @Nullable String base;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "plumbline-base",
      description = "the model's folder (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--steps",
      defaultValue = "5000",
      description = "optimiser steps (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.003",
      description = "its peak (default: ${DEFAULT-VALUE})")
  private double learningRate;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SupervisedConfig config = options.config(steps, learningRate, WARMUP);
    Torch.require();
    if (base == null) {
      try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
        return pretrain(config, tokenizer, "none", SupervisedTraining::pretrain);
      }
    }
    try (PolicyStack stack = SupervisedOptions.base(base)) {
      ModelFolder model = stack.base();
      return pretrain(
          config, stack.lexicon(), model.sha256(), training -> training.pretrain(model));
    }
  }

  private int pretrain(
      SupervisedConfig config,
      LexiconTokenizer tokenizer,
      String from,
      Function<SupervisedTraining, ModelFolder> train)
      throws IOException, InterruptedException {
    Map<String, String> settings = SupervisedOptions.settings(config);
    settings.put("base", from);
    settings.put("tokenizer", tokenizer.sha256());
    SupervisedFolder folder = SupervisedFolder.open(out, settings);
    PrintWriter writer = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return StopSignal.heed(
        stop ->
            write(
                train.apply(
                    new SupervisedTraining(
                        config, tokenizer, folder.state(), stop, Progress.to(writer))),
                tokenizer,
                folder),
        () -> Progress.to(err).accept("plumbline: stopped; the same command goes on"));
  }

  private void write(ModelFolder model, LexiconTokenizer tokenizer, SupervisedFolder folder)
      throws IOException {
    Files.write(folder.path().resolve("tokenizer.json"), tokenizer.json());
    model.write(folder.path());
    PrintWriter writer = spec.commandLine().getOut();
    writer.println("model: " + folder.path());
    writer.flush();
  }
}

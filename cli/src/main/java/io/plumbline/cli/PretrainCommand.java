package io.plumbline.cli;

import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.policies.Embedded;
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
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "pretrain",
    description = {
      "Trains the embedded policy's base from nothing: a small model that cleans tables, as a"
          + " Hugging Face folder.",
      "The same command in the same folder goes on where it was stopped."
    })
final class PretrainCommand implements Callable<Integer> {
  private static final int WARMUP = 100;

  @Spec private CommandSpec spec;

  @Mixin private final SupervisedOptions options = new SupervisedOptions();

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
    PrintWriter err = spec.commandLine().getErr();
    try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
      Map<String, String> settings = SupervisedOptions.settings(config);
      settings.put("tokenizer", tokenizer.sha256());
      SupervisedFolder folder = SupervisedFolder.open(out, settings);
      return StopSignal.heed(
          stop -> pretrain(config, tokenizer, folder, stop),
          () -> Progress.to(err).accept("plumbline: stopped; the same command goes on"));
    }
  }

  private void pretrain(
      SupervisedConfig config,
      LexiconTokenizer tokenizer,
      SupervisedFolder folder,
      BooleanSupplier stop)
      throws IOException {
    PrintWriter writer = spec.commandLine().getOut();
    ModelFolder model =
        new SupervisedTraining(config, tokenizer, folder.state(), stop, Progress.to(writer))
            .pretrain();
    Files.write(folder.path().resolve("tokenizer.json"), tokenizer.json());
    model.write(folder.path());
    writer.println("model: " + folder.path());
    writer.flush();
  }
}

package io.plumbline.cli;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.gates.Evaluation;
import io.plumbline.graders.gates.EvaluationException;
import io.plumbline.graders.gates.EvaluationFile;
import io.plumbline.graders.gates.Measured;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.trainer.budgets.BuiltInCounter;
import io.plumbline.trainer.budgets.HuggingFaceCounter;
import io.plumbline.trainer.budgets.LexiconCounter;
import io.plumbline.trainer.budgets.TokenCounter;
import io.plumbline.trainer.policies.Behaviour;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.policies.ScriptedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the scripted gold policy scores where another policy was evaluated. */
final class GoldEvaluations {

  /** Gold cannot be evaluated; the message says why. */
  static final class NotPossible extends Exception {
    private static final long serialVersionUID = 1;

    NotPossible(String why) {
      super(why);
    }
  }

  private GoldEvaluations() {}

  /**
   * Gold on regular and, where the base has them, on stress tasks.
   *
   * @throws NotPossible as {@link #like(Evaluation)} does
   */
  static Measured like(Measured base) throws IOException, InterruptedException, NotPossible {
    return new Measured(
        like(base.regular()),
        base.stress().isPresent() ? Optional.of(like(base.stress().get())) : Optional.empty());
  }

  /**
   * Gold on the tasks of {@code base}, under its budget and tokenizer, graded within this process.
   *
   * @throws NotPossible if the tasks, their gold or the tokenizer are not at hand
   */
  static Evaluation like(Evaluation base) throws IOException, InterruptedException, NotPossible {
    TaskCatalogue catalogue = catalogue(base);
    try (TokenCounter counter = counter(base.tokenizer());
        Workbench workbench = Workbench.inProcess(catalogue)) {
      return of(
          workbench, counter, tasks(workbench, catalogue, base), base.tasks(), base.maxTokens());
    }
  }

  /** Gold on tasks that {@code workbench} serves. */
  static Evaluation of(
      Workbench workbench, TokenCounter counter, List<Task> tasks, String name, int maxTokens)
      throws InterruptedException, EvaluationException {
    String json =
        Json.line(
            new io.plumbline.trainer.evaluation.Evaluation(
                    workbench.environments(), workbench.references())
                .run(
                    new ScriptedPolicy(Behaviour.GOLD, workbench.references(), counter),
                    name,
                    tasks,
                    maxTokens)
                .json());
    return EvaluationFile.parse("gold", json).regular(false);
  }

  /** The bundled tasks, or those of the file that was evaluated. */
  private static TaskCatalogue catalogue(Evaluation base) {
    return path(base.tasks())
        .filter(file -> base.tasks().endsWith(".jsonl") && Files.isRegularFile(file))
        .map(file -> TaskCatalogue.of(TaskFiles.read(file)))
        .orElseGet(Assembly::catalogue);
  }

  private static List<Task> tasks(Workbench workbench, TaskCatalogue catalogue, Evaluation base)
      throws InterruptedException, NotPossible {
    List<Task> tasks = new ArrayList<>();
    for (Evaluation.Case each : base.perCase()) {
      io.plumbline.graders.tasks.Task found =
          catalogue
              .find(each.taskId())
              .filter(task -> task.contentHash().equals(each.contentHash()))
              .orElseThrow(
                  () ->
                      new NotPossible(
                          "task " + each.taskId() + " as it was evaluated is not at hand"));
      if (found.reference().gold().isBlank()) {
        throw new NotPossible("task " + each.taskId() + " has no gold");
      }
      tasks.addAll(
          workbench.environments().tasks(found.environment(), found.split(), found.seed(), 1));
    }
    return tasks;
  }

  private static TokenCounter counter(String tokenizer) throws NotPossible {
    TokenCounter builtIn = new BuiltInCounter();
    if (builtIn.describe().equals(tokenizer)) {
      return builtIn;
    }
    Optional<Path> file = path(tokenizer).filter(Files::isRegularFile);
    if (file.isPresent()) {
      Path folder = file.get().toAbsolutePath().getParent();
      if (folder != null) {
        try {
          return new Named(HuggingFaceCounter.open(folder), tokenizer);
        } catch (IllegalArgumentException e) {
          throw new NotPossible(String.valueOf(e.getMessage()));
        }
      }
    }
    TokenCounter embedded = new LexiconCounter(Embedded.tokenizer());
    if (embedded.describe().equals(tokenizer)) {
      return embedded;
    }
    embedded.close();
    throw new NotPossible("the tokenizer \"" + tokenizer + "\" is not at hand");
  }

  /** A counter under the name that the evaluation gave it, such as a relative path. */
  private record Named(TokenCounter counter, String describe) implements TokenCounter {
    @Override
    public int count(String text) {
      return counter.count(text);
    }

    @Override
    public String cut(String text, int maxTokens) {
      return counter.cut(text, maxTokens);
    }

    @Override
    public void close() {
      counter.close();
    }
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}

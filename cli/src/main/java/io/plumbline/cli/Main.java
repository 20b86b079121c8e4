package io.plumbline.cli;

import io.plumbline.client.EnvironmentException;
import io.plumbline.judges.calibration.Calibrator.JudgeUnavailableException;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.environments.EnvironmentChangedException;
import io.plumbline.trainer.environments.EnvironmentUnavailableException;
import io.plumbline.trainer.runs.RunStoppedException;
import io.plumbline.trainer.torch.TorchUnavailableException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code plumbline} command: registers the subcommands and turns their ends into exit codes.
 */
@Command(
    name = "plumbline",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    description =
        "A reinforcement-learning environment server for document tasks, and a policy trainer.",
    footer = {
      "",
      "Exit codes: 0 done; 1 done, and the answer is no (bad lines, a check before training that"
          + " failed); 2 not done, because of what was asked for; 3 Plumbline itself broke; 130"
          + " stopped by a signal.",
      "Only for development: plumbline test runs every module's tests, plumbline bench measures the"
          + " graders."
    },
    subcommands = {
      AdminCommand.class,
      CalibrateCommand.class,
      ChaosCommand.class,
      ConformanceCommand.class,
      DemoCommand.class,
      EpisodesCommand.class,
      EvalCommand.class,
      ExperimentCommand.class,
      ExportCommand.class,
      GateCommand.class,
      GradeCommand.class,
      LoadCommand.class,
      PreflightCommand.class,
      PretrainCommand.class,
      ProbesCommand.class,
      RedteamCommand.class,
      ServeCommand.class,
      SftCommand.class,
      TasksCommand.class,
      TokenCommand.class,
      TokenizerCommand.class,
      TrainCommand.class
    })
final class Main implements Runnable {
  private static final String TRACE = "PLUMBLINE_TRACE";

  @Spec private CommandSpec spec;

  Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger(); // gRPC logs there, over many lines
    SLF4JBridgeHandler.install();
    PrintWriter out = utf8(FileDescriptor.out);
    PrintWriter err = utf8(FileDescriptor.err);
    int code = run(out, err, System.getenv(), args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command; see {@link ExitCodes} for what it returns. */
  static int run(
      PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
    boolean trace = environment.getOrDefault(TRACE, "").equals("1");
    CommandLine line = new CommandLine(new Main());
    try {
      Settings.install(
          Objects.requireNonNull(line.getSubcommands().get("serve")), args, environment);
    } catch (UserError e) {
      return end(e, err, trace);
    }
    int code =
        line.setOut(out)
            .setErr(err)
            .setParameterExceptionHandler((e, arguments) -> refuse(e))
            .setExecutionExceptionHandler((e, command, parsed) -> end(e, err, trace))
            .execute(args);
    if (code == ExitCodes.OK && out.checkError()) { // a PrintWriter keeps it to itself
      say(err, "output: cannot be written (expected: a reader until the last line)");
      return ExitCodes.USAGE;
    }
    return code;
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "command: none, expected: one of " + String.join(", ", spec.subcommands().keySet()));
  }

  private static int refuse(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String help = "see " + command.getCommandSpec().qualifiedName() + " --help";
    Optional<String> origin =
        command.getDefaultValueProvider() instanceof Settings settings && e.getArgSpec() != null
            ? settings.origin(e.getArgSpec())
            : Optional.empty();
    String where = origin.map(name -> ", set in " + name).orElse("");
    say(command.getErr(), message(e) + where + " (" + help + ")");
    return ExitCodes.USAGE;
  }

  static int end(Exception e, PrintWriter err, boolean trace) {
    if (trace) {
      e.printStackTrace(err);
    }
    if (e instanceof RunStoppedException) {
      say(err, message(e));
      return ExitCodes.NO;
    }
    if (e instanceof TorchUnavailableException) {
      say(err, message(e));
      return ExitCodes.BROKEN;
    }
    if (isAboutWhatWasAskedFor(e)) {
      say(err, e instanceof FileSystemException file ? problem(file) : message(e));
      return ExitCodes.USAGE;
    }
    say(err, e + (trace ? "" : " (" + TRACE + "=1 shows where)"));
    return ExitCodes.BROKEN;
  }

  /** Options, files, and servers that cannot be had or refuse what they are sent. */
  private static boolean isAboutWhatWasAskedFor(Exception e) {
    return e instanceof UserError
        || e instanceof IOException
        || e instanceof CheckpointException
        || e instanceof JudgeUnavailableException
        || e instanceof EnvironmentException
        || e instanceof EnvironmentUnavailableException
        || e instanceof EnvironmentChangedException;
  }

  /** A file system's messages are the file's name; what is wrong with it is often their class. */
  private static String problem(FileSystemException e) {
    String why =
        e instanceof NoSuchFileException
            ? "does not exist"
            : e instanceof AccessDeniedException ? "access denied" : e.getReason();
    return e.getFile() + ": " + Objects.requireNonNullElse(why, e.getClass().getSimpleName());
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }

  /** On one line, whatever the text. */
  private static void say(PrintWriter err, String text) {
    err.println("plumbline: " + text.replaceAll("\\R+", " "));
    err.flush();
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }
}

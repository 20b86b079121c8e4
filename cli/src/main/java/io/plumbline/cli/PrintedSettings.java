package io.plumbline.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a command's settings are and where each comes from, as a file for {@code --config}. */
final class PrintedSettings {

  private PrintedSettings() {}

  static void print(CommandSpec command, PrintWriter out) {
    out.println("# " + command.qualifiedName() + ": flag over environment over file over default");
    for (OptionSpec option : command.options()) {
      if (!Settings.isFlagAlone(option)) {
        print(command, option, out);
      }
    }
    out.flush();
  }

  private static void print(CommandSpec command, OptionSpec option, PrintWriter out) {
    String value = text(option.getValue());
    out.println();
    out.println("# " + String.join(" ", option.description()));
    out.println("# from " + origin(command, option));
    out.println((value.isEmpty() ? "#" : "") + Settings.key(option) + " = " + value);
  }

  private static String origin(CommandSpec command, OptionSpec option) {
    if (command.commandLine().getParseResult().hasMatchedOption(option)) {
      return "the flag " + option.longestName();
    }
    return command.defaultValueProvider() instanceof Settings settings
        ? settings.origin(option).orElse("the default")
        : "the default";
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Collection<?> many) {
      return many.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return value == null ? "" : value.toString();
  }
}

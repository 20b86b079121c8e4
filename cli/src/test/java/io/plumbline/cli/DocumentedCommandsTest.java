package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Commands that documents show are such as the command line takes; none is run. */
class DocumentedCommandsTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|[^\\s\"']+");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  /** The launcher's own. */
  private static final Set<String> LAUNCHERS = Set.of("test", "bench");

  private static final CommandLine PLUMBLINE = new CommandLine(new Main());

  static Stream<Markdown> documents() {
    return Markdown.all().stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void fencedCommandsParse(Markdown document) {
    for (List<String> command : fenced(document)) {
      assertThatCode(() -> PLUMBLINE.parseArgs(command.toArray(String[]::new)))
          .as("%s: %s", document, command)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsInTheTextHaveTheOptionsThatTheyName(Markdown document) {
    assertThat(strangers(String.join("\n", document.prose()))).isEmpty();
  }

  @Test
  void commandsThatDoNotExistAreFound() {
    assertThat(strangers("`./plumbline serve --prot 1`, `train --no-such N`, `pip --no-such`"))
        .containsExactly("serve --prot", "train --no-such");
    assertThat(documents().mapToLong(each -> fenced(each).size()).sum()).isGreaterThan(5);
  }

  @Test
  void whatGrpcurlIsGivenAreTheContractsMessages() throws Exception {
    Map<String, Message.Builder> requests =
        Map.of("Reset", ResetRequest.newBuilder(), "Step", StepRequest.newBuilder());
    String commands = Markdown.of("docs/grpc.md").joined("sh").replace("\\\n", " ");
    Matcher call = Pattern.compile("-d '([^']*)'\\s+\\S+\\s+\\S+/(\\w+)").matcher(commands);
    int found = 0;
    for (; call.find(); found++) {
      String json = call.group(1).replace("HANDLE", "AAAA");
      JsonFormat.parser().merge(json, requests.get(call.group(2)));
    }
    assertThat(found).isEqualTo(2);
  }

  /** Commands of {@code ./plumbline} on lines of their own, without what a shell does with them. */
  private static List<List<String>> fenced(Markdown document) {
    List<List<String>> commands = new ArrayList<>();
    for (Markdown.Fence fence : document.fences()) {
      for (String line : fence.text().replace("\\\n", " ").lines().toList()) {
        String command = line.replaceFirst("^\\$ ", "").strip();
        if (command.matches("\\./plumbline [a-z].*") && !isTheLaunchers(command)) {
          commands.add(words(command));
        }
      }
    }
    return commands;
  }

  private static boolean isTheLaunchers(String command) {
    return LAUNCHERS.contains(command.split("\\s+", 3)[1]);
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    String optional = "(?<= )\\[|](?= |$)";
    Matcher matcher =
        WORD.matcher(command.substring("./plumbline ".length()).replaceAll(optional, ""));
    while (matcher.find()) {
      String word = matcher.group();
      if (Set.of("|", ">", ">>", "<", "#", "&&", "&").contains(word)) {
        break;
      }
      boolean quoted = matcher.group(1) != null || matcher.group(2) != null;
      words.add(quoted ? word.substring(1, word.length() - 1) : word);
    }
    return words;
  }

  /** Options of commands within a text that the command does not have. */
  private static Set<String> strangers(String text) {
    Set<String> strangers = new TreeSet<>();
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      String command = code.group(1).strip().replaceFirst("^\\./plumbline\\s+", "");
      String name = command.split("\\s+", 2)[0];
      CommandLine known = PLUMBLINE.getSubcommands().get(name);
      if (known == null) {
        continue;
      }
      Set<String> options = options(known);
      Matcher option = OPTION.matcher(command);
      while (option.find()) {
        if (!options.contains(option.group())) {
          strangers.add(name + " " + option.group());
        }
      }
    }
    return strangers;
  }

  /** Its own and those of its subcommands. */
  private static Set<String> options(CommandLine command) {
    Set<String> options = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      options.addAll(List.of(option.names()));
    }
    command.getSubcommands().values().forEach(each -> options.addAll(options(each)));
    return options;
  }
}

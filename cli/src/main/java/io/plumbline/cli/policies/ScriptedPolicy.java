package io.plumbline.cli.policies;

import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Behaviours whose worth is known, from the perfect one to exploits. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
public enum ScriptedPolicy implements Policy {
  GOLD("the reference output", task -> task.reference().gold()),
  COPY("the input as it is", Task::input),
  NAIVE(
      "the input without its blank lines",
      task ->
          task.input()
              .lines()
              .filter(line -> !line.isBlank())
              .collect(Collectors.joining("\n", "", "\n"))),
  DROPPER("gold with two of five rows or sentences dropped", ScriptedPolicy::drop),
  DUPLICATOR("every other row or sentence of gold, twice", ScriptedPolicy::duplicate),
  HIDER("gold with each amount in millions hidden in the last column", ScriptedPolicy::hide);

  private final String label = name().toLowerCase(Locale.ROOT);
  private final String description;
  private final Function<Task, String> writer;

  ScriptedPolicy(String description, Function<Task, String> writer) {
    this.description = description;
    this.writer = writer;
  }

  /** The policy of this name, if there is one. */
  public static Optional<ScriptedPolicy> named(String label) {
    return Arrays.stream(values()).filter(policy -> policy.label.equals(label)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(policy -> policy.label).collect(Collectors.joining(", "));
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean supports(String environment) {
    return this != HIDER || environment.equals("spreadsheet_clean");
  }

  @Override
  public String write(Task task) {
    return writer.apply(task);
  }

  private static String drop(Task task) {
    Parts parts = Parts.of(task);
    return parts.join(index -> index % 5 == 1 || index % 5 == 3 ? 0 : 1);
  }

  private static String duplicate(Task task) {
    Parts parts = Parts.of(task);
    return parts.join(index -> index % 2 == 0 ? 2 : 0);
  }

  private static String hide(Task task) {
    TableReference reference = (TableReference) task.reference();
    Table table = Table.parse(reference.gold());
    List<Integer> money =
        reference.moneyColumns().stream().map(table.header()::indexOf).filter(i -> i >= 0).toList();
    if (money.isEmpty()) {
      return reference.gold();
    }
    int amount = money.get(0);
    int last = table.header().size() - 1;
    return table.map(row -> Table.appended(row, last, "orig $" + millions(row.get(amount)) + "M"));
  }

  /** {@code 1878} thousands as {@code 1.878}. */
  private static String millions(String thousands) {
    return String.format(Locale.ROOT, "%.3f", Double.parseDouble(thousands) / 1000);
  }
}

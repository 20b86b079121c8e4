package io.plumbline.trainer.policies;

import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What scripted policies do: behaviours whose worth is known, from the perfect one to exploits. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
public enum Behaviour {
  /** The reference output. */
  GOLD(task -> task.reference().gold()),
  /** The input as it is. */
  COPY(Task::input),
  /** The input without its blank lines. */
  NAIVE(
      task ->
          task.input()
              .lines()
              .filter(line -> !line.isBlank())
              .collect(Collectors.joining("\n", "", "\n"))),
  /** Gold with two of five rows or sentences dropped. */
  DROPPER(Behaviour::drop),
  /** Every other row or sentence of gold, twice. */
  DUPLICATOR(Behaviour::duplicate),
  /** Gold with each row's first amount in millions hidden in its last cell. */
  HIDER(Behaviour::hide);

  private final String label = name().toLowerCase(Locale.ROOT);
  private final Function<Task, String> writer;

  Behaviour(Function<Task, String> writer) {
    this.writer = writer;
  }

  /** The behaviour of this name, if there is one. */
  public static Optional<Behaviour> named(String label) {
    return Arrays.stream(values()).filter(behaviour -> behaviour.label.equals(label)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values())
        .map(behaviour -> behaviour.label)
        .collect(Collectors.joining(", "));
  }

  /** Its name on the command line and in reports. */
  public String label() {
    return label;
  }

  /** Whether it means anything there. */
  public boolean supports(String environment) {
    return this != HIDER || environment.equals("spreadsheet_clean");
  }

  /** Its output for {@code task}, before any budget cuts it; the same each time. */
  String write(Task task) {
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

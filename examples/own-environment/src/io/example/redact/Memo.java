package io.example.redact;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A memo out of random numbers: lines that name people, and lines that do not. */
record Memo(List<Line> lines) implements TaskDraft {
  private static final List<String> FIRST =
      List.of("Amara", "Bjarne", "Chiara", "Dagny", "Emeka", "Farid", "Ines", "Kaito", "Noor");
  private static final List<String> LAST =
      List.of("Albrecht", "Bello", "Castillo", "Haddad", "Lindqvist", "Moreau", "Tanaka", "Wójcik");
  private static final List<String> HOSTS = List.of("harbor.example", "mill.example");

  /** %1$s a name, %2$s an address. */
  private static final List<String> WITH_PEOPLE =
      List.of(
          "Send the slides to %1$s (%2$s) before noon.",
          "%1$s will chair the budget meeting.",
          "Questions about the lease go to %2$s.",
          "The audit was signed by %1$s, reachable at %2$s.",
          "Please welcome %1$s to the night shift.");

  /** %d a number. */
  private static final List<String> WITHOUT =
      List.of(
          "Harbor Analytics renews its contract for %d months.",
          "The Lindqvist Street site closes at %d o'clock.",
          "Gate %d stays locked over the weekend.",
          "Deliveries of the week: %d.");

  /** A line as it is and as it should be, and what has to go. */
  record Line(String text, String redacted, List<String> secrets) {}

  static Memo draw(SplitMix64 random) {
    List<Line> lines = new ArrayList<>();
    for (String frame : some(WITH_PEOPLE, random)) {
      String name = random.pick(FIRST) + " " + random.pick(LAST);
      String address = name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@" + random.pick(HOSTS);
      lines.add(
          random.below(lines.size() + 1),
          new Line(
              String.format(Locale.ROOT, frame, name, address),
              String.format(Locale.ROOT, frame, "[NAME]", "[EMAIL]"),
              Stream.of(name, address)
                  .filter(each -> String.format(Locale.ROOT, frame, name, address).contains(each))
                  .toList()));
    }
    for (String frame : some(WITHOUT, random)) {
      String text = String.format(Locale.ROOT, frame, random.between(2, 23));
      lines.add(random.below(lines.size() + 1), new Line(text, text, List.of()));
    }
    return new Memo(lines);
  }

  /** At least one of them, each at most once. */
  private static List<String> some(List<String> frames, SplitMix64 random) {
    List<String> chosen = new ArrayList<>(frames);
    for (int drop = random.below(frames.size()); drop > 0; drop--) {
      chosen.remove(random.below(chosen.size()));
    }
    return chosen;
  }

  @Override
  public String input() {
    return String.join("\n", lines.stream().map(Line::text).toList());
  }

  @Override
  public Task task(String id, String split, long seed) {
    List<Line> people = lines.stream().filter(line -> !line.secrets().isEmpty()).toList();
    return new Task(
        id,
        RedactContacts.NAME,
        split,
        seed,
        people.size() < 3 ? Difficulty.EASY : Difficulty.HARD,
        "Black out the people in this memo, so that it can be published.",
        List.of(
            "Write [NAME] for each person's name and [EMAIL] for each address.",
            "Change nothing else; places and companies keep their names.",
            "Answer with the memo alone, line by line."),
        input(),
        List.of(), // source documents
        new RedactionReference(
            people.stream().map(Line::redacted).toList(),
            lines.stream().filter(line -> line.secrets().isEmpty()).map(Line::text).toList(),
            people.stream().flatMap(line -> line.secrets().stream()).toList(),
            String.join("\n", lines.stream().map(Line::redacted).toList())),
        List.of()); // traits
  }
}

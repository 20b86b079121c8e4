package io.plumbline.graders.preflight;

import io.plumbline.graders.preflight.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Marks in texts that are no content: in what is demonstrated or written, and between pairs. */
final class Cosmetics {
  /** Pairs that a mark may tell apart by chance. */
  private static final double TOLD = 0.2;

  private static final List<String> PREFACES =
      List.of("here is", "here's", "sure,", "sure!", "certainly", "below is", "of course");

  private static final List<String> SPECIAL =
      List.of("<|", "</s>", "<s>", "<eos>", "<pad>", "[/INST]");

  /**
   * A mark.
   *
   * @param pairsAlone says nothing of one text, only of the difference between two
   */
  private record Mark(String name, boolean pairsAlone, Predicate<String> in) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark("a code fence", false, text -> text.contains("```")),
          new Mark("a preface", false, Cosmetics::hasPreface),
          new Mark("a special token", false, Cosmetics::hasSpecial),
          new Mark("carriage returns", false, text -> text.indexOf('\r') >= 0),
          new Mark("invisible characters", false, Cosmetics::hasInvisible),
          new Mark("blanks at line ends", false, Cosmetics::hasTrailingBlanks),
          new Mark("blanks or line ends at its beginning", false, Cosmetics::hasLeadingBlanks),
          new Mark("a line end at its end", true, text -> text.endsWith("\n")));

  private Cosmetics() {}

  static Checked check(String where, List<Example> examples) {
    List<Finding> findings = new ArrayList<>();
    int texts = 0;
    int pairs = 0;
    for (Mark mark : MARKS) {
      int marked = 0;
      int chosen = 0;
      int rejected = 0;
      texts = 0;
      pairs = 0;
      for (Example example : examples) {
        boolean asked = mark.in().test(example.input()); // a mark of the input may be kept
        for (String text : singles(example)) {
          texts++;
          marked += !asked && mark.in().test(text) ? 1 : 0;
        }
        if (example.chosen().isPresent()) {
          pairs++;
          boolean better = mark.in().test(example.chosen().get());
          boolean worse = mark.in().test(example.rejected().orElse(""));
          chosen += better && !worse ? 1 : 0;
          rejected += worse && !better ? 1 : 0;
        }
      }
      if (marked > 0 && !mark.pairsAlone()) {
        findings.add(
            finding(
                where,
                marked + " of " + texts + " texts have " + mark.name() + " that the input has not",
                "clean the texts as the environment's constraints ask for them"));
      }
      int told = Math.abs(chosen - rejected);
      if (told > TOLD * pairs) {
        String which = chosen > rejected ? "chosen" : "rejected";
        findings.add(
            finding(
                where,
                String.format(
                    Locale.ROOT,
                    "%s in the %s text alone tells %d of %d pairs apart",
                    mark.name(),
                    which,
                    told,
                    pairs),
                "write both texts of a pair alike, so that content alone tells them apart"));
      }
    }
    return new Checked(
        Failure.COSMETIC_ARTEFACTS,
        texts + " texts and " + pairs + " pairs, looked at for " + MARKS.size() + " marks",
        findings);
  }

  private static Finding finding(String where, String saw, String remedy) {
    return new Finding(Failure.COSMETIC_ARTEFACTS, Severity.WARNING, where, saw, remedy);
  }

  private static List<String> singles(Example example) {
    List<String> texts = new ArrayList<>();
    example.gold().ifPresent(texts::add);
    example.output().ifPresent(texts::add);
    return texts;
  }

  private static boolean hasPreface(String text) {
    String start = text.substring(0, Math.min(text.length(), 40)).strip().toLowerCase(Locale.ROOT);
    return PREFACES.stream().anyMatch(start::startsWith);
  }

  private static boolean hasSpecial(String text) {
    return SPECIAL.stream().anyMatch(text::contains);
  }

  /** Byte order mark, zero-width characters, no-break space, the replacement character. */
  private static boolean hasInvisible(String text) {
    return text.chars()
        .anyMatch(c -> c == 0xFEFF || c == 0xFFFD || c == 0xA0 || (c >= 0x200B && c <= 0x200F));
  }

  private static boolean hasTrailingBlanks(String text) {
    return text.contains(" \n") || text.contains("\t\n") || text.endsWith(" ");
  }

  private static boolean hasLeadingBlanks(String text) {
    return !text.isEmpty() && " \t\r\n".indexOf(text.charAt(0)) >= 0;
  }
}

package io.plumbline.graders.revision;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.files.BundledTasks;
import io.plumbline.graders.tasks.revision.Repairs;
import io.plumbline.graders.tasks.revision.RevisionSplits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of strict grades whatever the draft. */
@Tag("once")
class StrictRevisionPropertiesTest {
  private static final int TASKS = 400;
  private static final Pattern FACT = Pattern.compile("[0-9]|[A-Z][a-z]+ [A-Z][a-z]+");

  private static List<Task> tasks(int count) {
    List<Task> tasks = new ArrayList<>();
    for (TaskSplit split : RevisionSplits.all("salt")) {
      LongStream.range(0, count / 3 + 1).mapToObj(split::task).forEach(tasks::add);
    }
    return tasks;
  }

  private static Grader grader(Task task) {
    return new DocRevision().grader(task, Profile.STRICT);
  }

  private static double composite(Grade grade) {
    return grade.reward(RewardRule.PESSIMISTIC).orElseThrow();
  }

  /** The composite before it is rounded and capped. */
  private static double raw(Grade grade) {
    return grade.dimensions().stream().mapToDouble(d -> d.spec().weight() * d.value()).sum();
  }

  private static List<PlantedFault> faults(Task task) {
    return ((RevisionReference) task.reference()).faults();
  }

  static Map<String, Double> scores(Grade grade) {
    Map<String, Double> scores = new TreeMap<>();
    for (DimensionGrade dimension : grade.dimensions()) {
      scores.put(dimension.spec().name(), dimension.value());
    }
    return scores;
  }

  @Test
  void theGoldEarnsOneInEveryDimensionAndNoWords() {
    for (Task task : tasks(3_000)) {
      Grader grader = grader(task);
      String gold = task.reference().gold();
      Grade grade = grader.grade(gold);
      assertThat(grader.evidence(gold)).as(task.id()).isEmpty();
      assertThat(scores(grade).values()).as(task.id()).allMatch(score -> score == 1);
      assertThat(grade.flags()).as(task.id()).isEmpty();
      assertThat(composite(grade)).isEqualTo(1.0);
    }
  }

  @Test
  void theDraftUnchangedRepairsNothingAndIsCapped() {
    for (Task task : tasks(3_000)) {
      Grade grade = grader(task).grade(task.input());
      assertThat(scores(grade)).as(task.id()).containsEntry("quality_delta", 0.0);
      assertThat(grade.flags())
          .extracting(FlagSpec::name)
          .contains("copied_unchanged", "nothing_repaired");
      assertThat(composite(grade)).isLessThanOrEqualTo(0.3);
    }
  }

  @Test
  void eachRepairRaisesTheGradeInWhateverOrder() {
    Random random = new Random(1);
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      List<PlantedFault> order = new ArrayList<>(faults(task));
      Collections.shuffle(order, random);
      String text = task.input();
      Grade before = grader.grade(text);
      int repaired = 0;
      for (PlantedFault fault : order) {
        text = Repairs.repaired(text, fault);
        Grade after = grader.grade(text);
        assertThat(scores(after).get("quality_delta"))
            .as("%s: %s%n%s", task.id(), fault, grader.evidence(text))
            .isCloseTo((double) ++repaired / order.size(), within(0.02));
        assertThat(raw(after)).as("%s: %s", task.id(), fault).isGreaterThan(raw(before));
        // A flag that still stands may hold the composite where it was.
        assertThat(composite(after))
            .as("%s: %s", task.id(), fault)
            .isGreaterThanOrEqualTo(composite(before));
        before = after;
      }
      assertThat(composite(before)).isEqualTo(1.0);
    }
  }

  @Test
  void leavingOutASentenceLowersTheGradeAndFaithfulnessWhereItHasFacts() {
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      String draft = task.input();
      Set<String> faulty = faults(task).stream().map(PlantedFault::planted).collect(toSet());
      for (String sentence : sentences(draft)) {
        String rest = draft.replace(sentence, "");
        Map<String, Double> scores = scores(grader.grade(rest));
        // What is planted is not all in the gold; that it has to stay is quality_delta's business.
        if (FACT.matcher(sentence).find() && faulty.stream().noneMatch(f -> f.contains(sentence))) {
          assertThat(scores.get("faithfulness")).as("%s: %s", task.id(), sentence).isLessThan(1);
        }
      }
      String gold = task.reference().gold();
      for (String sentence : sentences(gold)) {
        String rest = gold.replace(sentence, "");
        Map<String, Double> scores = scores(grader.grade(rest));
        assertThat(scores.get("over_editing")).as("%s: %s", task.id(), sentence).isLessThan(1);
        assertThat(grader.evidence(rest)).isNotEmpty();
      }
    }
  }

  /** Deleting is no repair: whatever fault a sentence has, without it the fault is not repaired. */
  @Test
  void leavingOutTheFaultySentenceRepairsNothing() {
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      for (PlantedFault fault : faults(task)) {
        String rest = task.input().replace(fault.planted(), "");
        assertThat(scores(grader.grade(rest)).get("quality_delta"))
            .as("%s: %s", task.id(), fault)
            .isZero();
      }
    }
  }

  @Test
  void whatTheDraftDoesNotSupportLowersFaithfulnessWhereverItStands() {
    Random random = new Random(2);
    List<String> inventions =
        List.of(
            "It took 7777 steps.",
            "So says Zebulon Quark of it.",
            "Form ZX81 has more.",
            "It grew by 98.5%.");
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      String gold = task.reference().gold();
      for (String more : inventions) {
        List<String> sentences = sentences(gold);
        String at = sentences.get(random.nextInt(sentences.size()));
        String output = gold.replace(at, at + " " + more);
        String stem = more.substring(0, more.length() - 1);
        assertThat(scores(grader.grade(output)).get("faithfulness")).as(task.id()).isLessThan(1);
        assertThat(grader.evidence(output))
            .anyMatch(words -> words.startsWith("faithfulness: ") && words.contains(stem));
      }
    }
  }

  @Test
  void repeatingASentenceOrWritingAroundTheDocumentNeverPays() {
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      for (String text : List.of(task.input(), task.reference().gold())) {
        double before = raw(grader.grade(text));
        for (String sentence : sentences(text)) {
          assertThat(raw(grader.grade(text + sentence))).as(sentence).isLessThan(before);
        }
        for (String more : List.of("Here is the revision:\n\n", "```\n", "Revised. ")) {
          assertThat(raw(grader.grade(more + text))).as(more).isLessThanOrEqualTo(before);
        }
      }
    }
  }

  @Test
  void truncationCostsAboutWhatItCuts() {
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      String gold = task.reference().gold();
      for (int tenths = 0; tenths < 10; tenths++) {
        Grade grade = grader.grade(gold.substring(0, gold.length() * tenths / 10));
        assertThat(raw(grade))
            .as("%s, %s tenths", task.id(), tenths)
            .isLessThan(0.1 + tenths / 10.0);
      }
    }
  }

  @Test
  void charactersThatDeceiveAreSeen() {
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      String gold = task.reference().gold();
      for (String output :
          List.of(
              gold.replace("e", "\u0435"),
              gold.replace("a", "a\u200b"),
              gold.replaceFirst("([0-9])", "$1\u2060"),
              gold.replace('1', '\uff11').replace('2', '\uff12').replace('3', '\uff13'),
              gold.replaceFirst("\\. ", ".\u00ad "))) {
        if (!output.equals(gold)) {
          Grade grade = grader.grade(output);
          assertThat(grade.flags()).extracting(FlagSpec::name).contains("disguised_characters");
          assertThat(scores(grade).get("faithfulness")).isLessThan(1);
          assertThat(composite(grade)).isLessThanOrEqualTo(0.3);
        }
      }
      Grade shouted = grader.grade(gold.toUpperCase(java.util.Locale.ROOT));
      assertThat(shouted.flags()).extracting(FlagSpec::name).contains("unsupported_facts");
      assertThat(composite(shouted)).isLessThanOrEqualTo(0.5);
    }
  }

  @Test
  void figuresAndLineBreaksMayBeWrittenOtherwise() {
    for (Task task : tasks(TASKS)) {
      Grader grader = grader(task);
      String gold = task.reference().gold();
      for (String output :
          List.of(
              gold.replaceAll("([0-9]),([0-9]{3})", "$1$2"),
              gold.replace(" percent", "%"),
              gold.replace(" percent", " per cent"),
              gold.replace(" two ", " 2 "),
              gold.replace("\n", "\r\n"),
              gold.replaceAll("([a-z]) ([a-z])", "$1\n$2"),
              gold.strip(),
              gold.replace("'", "\u2019"))) {
        assertThat(grader.evidence(output)).as(task.id()).isEmpty();
        assertThat(composite(grader.grade(output))).isEqualTo(1.0);
      }
    }
  }

  @Test
  void handWrittenTasksHaveNoFaultsRecordedAndTheirGoldsEarnTheRest() {
    for (TaskSplit split : BundledTasks.splits()) {
      for (long seed = 0;
          split.environment().equals("doc_revision") && seed < split.size().orElse(0);
          seed++) {
        Task task = split.task(seed);
        Grade grade = grader(task).grade(task.reference().gold());
        assertThat(grade.dimensions().get(3).status()).isEqualTo(DimensionStatus.UNASSESSED);
        assertThat(composite(grade))
            .as("%s %s", task.id(), grader(task).evidence(task.reference().gold()))
            .isEqualTo(0.6);
        Grade copy = grader(task).grade(task.input());
        assertThat(copy.flags()).extracting(FlagSpec::name).contains("copied_unchanged");
      }
    }
  }

  @Test
  void anyTextIsGradedWithinBoundsAndEveryDeductionExplained() {
    Random random = new Random(3);
    for (Task task : tasks(60)) {
      Grader grader = grader(task);
      List<String> pieces = new ArrayList<>(sentences(task.input()));
      pieces.addAll(sentences(task.reference().gold()));
      pieces.addAll(
          List.of(
              "\n\n", " ", ".", "!", "\0", "\ud800", "4,6", "9:1", "$5", "12%", "was", "by", "Ab",
              "- ", "\u0661", "'"));
      for (int i = 0; i < 200; i++) {
        StringBuilder output = new StringBuilder();
        for (int piece = random.nextInt(30); piece > 0; piece--) {
          output
              .append(pieces.get(random.nextInt(pieces.size())))
              .append(random.nextInt(3) == 0 ? "" : " ");
        }
        Grade grade = grader.grade(output.toString());
        boolean deducted = !grade.flags().isEmpty();
        for (double score : scores(grade).values()) {
          assertThat(score).isBetween(0.0, 1.0);
          deducted |= score < 1;
        }
        assertThat(grader.evidence(output.toString()).isEmpty())
            .as("%s", output)
            .isEqualTo(!deducted);
      }
    }
  }

  /** These run for hours where some step is quadratic. */
  @Test
  void hostileMegabytesAreGradedLikeOthers() {
    Task task = RevisionSplits.all("").get(0).task(0);
    Grader grader = grader(task);
    String sentence = faults(task).get(0).planted() + " ";
    for (String unit :
        List.of(
            "a",
            "a ",
            "a. ",
            "1",
            "1,",
            "1.1 ",
            ".",
            ". ",
            "\n",
            "\n\n",
            "'",
            "a'",
            "-",
            "is ",
            "was, ",
            "by ",
            "A ",
            "$",
            "twenty-",
            "5 percent ",
            "5 p",
            "\u200b",
            "\ud83d\ude00",
            sentence)) {
      String bulk = unit.repeat(1_000_000 / unit.length());
      for (String output : List.of(bulk, task.reference().gold() + bulk, bulk + task.input())) {
        boolean perfect = composite(grader.grade(output)) == 1; // white space behind the gold
        assertThat(grader.evidence(output)).hasSizeBetween(perfect ? 0 : 1, 101);
      }
    }
  }

  /** The sentences below the heading. */
  private static List<String> sentences(String text) {
    List<String> sentences = new ArrayList<>();
    String body = text.substring(text.indexOf("\n\n") + 2);
    for (String sentence : body.split("(?<=\\.)\\s+", -1)) {
      if (!sentence.isBlank()) {
        sentences.add(sentence.strip());
      }
    }
    return sentences;
  }
}

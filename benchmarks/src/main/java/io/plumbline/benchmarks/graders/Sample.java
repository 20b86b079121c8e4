package io.plumbline.benchmarks.graders;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outputs that are graded, each in any length, with what to do to them. */
public enum Sample {
  /** The gold table itself, whose rows the strict grader recognises without parsing them. */
  TABLE_GOLD(new SpreadsheetClean()),
  /** The table with liberties taken: see {@link SampleTable#edited}. */
  TABLE_EDITED(new SpreadsheetClean()),
  /** A good revision, over and over. */
  REVISION(new DocRevision()),
  /** A well-cited brief, over and over. */
  CITATION(new CitationGround());

  /** The name of the work that the others are set against. */
  static final String FLOOR = "floor";

  /** The name of the one that {@code strict} is set against, where that is another. */
  static final String STRICT_FLOOR = "strict_floor";

  @SuppressWarnings("ImmutableEnumChecker") // an environment has no state
  private final Environment environment;

  Sample(Environment environment) {
    this.environment = environment;
  }

  /** {@code table edited}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The labels of the profiles that its environment offers. */
  List<String> profiles() {
    List<String> profiles = new ArrayList<>();
    for (Rubric rubric : environment.rubrics()) {
      profiles.add(rubric.profile().label());
    }
    return profiles;
  }

  /** An output of about so many characters, in a string of its own. */
  String output(int chars) {
    return switch (this) {
      case TABLE_GOLD -> new SampleTable(chars).gold();
      case TABLE_EDITED -> new SampleTable(chars).edited();
      case REVISION, CITATION -> {
        String gold = bundled().reference().gold() + "\n\n";
        yield gold.repeat(chars / gold.length() + 1).substring(0, chars);
      }
    };
  }

  /**
   * The floor, or grading under a profile, for outputs of about so many characters.
   *
   * @param name {@link #FLOOR}, {@link #STRICT_FLOOR} or one of {@link #profiles}
   */
  Work work(String name, int chars) {
    if (name.equals(FLOOR)) {
      return floor();
    }
    if (name.equals(STRICT_FLOOR)) {
      return strictFloor();
    }
    return environment.grader(task(chars), Profile.named(name).orElseThrow())::grade;
  }

  /** The name of the floor of this profile. */
  String floor(String profile) {
    boolean prose = this == REVISION || this == CITATION;
    return prose && profile.equals(Profile.STRICT.label()) ? STRICT_FLOOR : FLOOR;
  }

  /** The names of its floors. */
  List<String> floors() {
    return profiles().stream().map(this::floor).distinct().toList();
  }

  private Work strictFloor() {
    if (bundled().reference() instanceof RevisionReference revision) {
      return new RegexStrictRevision(bundled().input(), revision)::grade;
    }
    return new RegexStrictCitation(bundled())::grade;
  }

  private Work floor() {
    return switch (this) {
      case TABLE_GOLD, TABLE_EDITED -> SampleTable::commonsCsvParse;
      case REVISION -> new RegexRevision(RegexRevision.words(bundled().input()))::grade;
      case CITATION -> {
        CitationReference reference = (CitationReference) bundled().reference();
        yield new RegexCitation(reference.requiredCitations(), reference.anchorPhrases())::grade;
      }
    };
  }

  private Task task(int chars) {
    return switch (this) {
      case TABLE_GOLD, TABLE_EDITED -> new SampleTable(chars).task();
      case REVISION, CITATION -> bundled();
    };
  }

  /** The first task of the library's first split. */
  private Task bundled() {
    return TaskCatalogue.bundled("").splits(environment.name()).get(0).task(0);
  }
}

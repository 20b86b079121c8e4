package io.plumbline.benchmarks.graders;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words that the strict rules of {@code citation_ground} know, and those of one task. */
final class RegexLexicon {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Map<String, Set<Tag>> TAGS = new HashMap<>();

  /** What a word does to its sentence; see the rules of the graders' own lexicon. */
  enum Tag {
    NEGATES,
    HEDGES,
    DENIES,
    REFERS,
    AFFIRMS,
    COUNTS,
    SOFTENS,
    MODAL,
    NOT,
    OVERSTATES,
    LIMITS,
    DOUBT,
    POINTS,
    LIMITABLE,
    PARTICLE
  }

  static {
    collect("not isn't aren't wasn't weren't", Tag.NEGATES, Tag.LIMITABLE, Tag.PARTICLE, Tag.NOT);
    collect(
        "can't don't doesn't didn't won't wouldn't couldn't hasn't haven't hadn't" + " shouldn't",
        Tag.NEGATES,
        Tag.LIMITABLE,
        Tag.PARTICLE);
    collect(
        "no none neither nor cannot nobody nothing nowhere hardly scarcely barely never",
        Tag.NEGATES,
        Tag.PARTICLE);
    collect(
        "fails failed lacks falsely wrongly incorrectly mistaken mistakenly supposedly"
            + " allegedly deny denies denied doubtful hoax",
        Tag.NEGATES);
    collect(
        "false untrue wrong incorrect myth myths fiction disproved disproven debunked"
            + " refuted invented baseless unfounded nonsense retracted opposite contrary"
            + " reverse misleading inaccurate erroneous",
        Tag.NEGATES,
        Tag.DENIES);
    collect(
        "following above below claim claims claimed statement statements brief text"
            + " sentence sentences paragraph paragraphs everything all this these that it"
            + " figures citations foregoing preceding next previous document said",
        Tag.REFERS);
    collect("following above everything foregoing preceding previous", Tag.POINTS);
    collect("true correct accurate supported case so stands holds", Tag.AFFIRMS);
    collect("may might", Tag.HEDGES, Tag.MODAL);
    collect(
        "perhaps possibly probably likely probable suggest suggests suggested suggesting"
            + " appear appears appeared seems seem seemed seemingly apparently tentative"
            + " tentatively provisional provisionally preliminary partial partially limited"
            + " indicative uncertain unclear unproven arguably presumably",
        Tag.HEDGES);
    collect(
        "conclusive conclusively certain proven necessarily established definitive"
            + " definite final",
        Tag.SOFTENS);
    collect("only just merely", Tag.LIMITS);
    collect("doubt", Tag.DOUBT, Tag.OVERSTATES);
    collect(
        "never proves prove proved proof proven always all guarantee guarantees"
            + " guaranteed certainly undoubtedly definitely clearly obviously every everyone"
            + " everybody everywhere entirely completely totally absolutely conclusively"
            + " conclusive indisputable indisputably unquestionably undeniable undeniably"
            + " irrefutable massive massively dramatic dramatically huge hugely enormous"
            + " enormously overwhelming overwhelmingly invariably inevitably must surely"
            + " doubtless demonstrates establishes confirms confirmed definitive definitively"
            + " perfect perfectly vastly",
        Tag.OVERSTATES);
    collect(
        "evidence data finding findings result results study studies sample samples"
            + " sources indicates hints based basis judge judging as far goes go there is are"
            + " be was has what here hold holds in part one small weak thin some more less"
            + " strong full although though while but which remains remain would could can from"
            + " to of by with at for on the a an and or its also about reported reports other"
            + " another different group place period years time question further needed confirm"
            + " show shows showed indirect single indirectly related work yet");
    collect(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen"
            + " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty"
            + " seventy eighty ninety hundred thousand million billion dozen double doubled"
            + " triple tripled twice thrice half halved third thirds quarter quarters fifth"
            + " fifths tenth tenths percent",
        Tag.COUNTS);
  }

  /** Stands for all words that are neither the task's nor the rules'. */
  static final Word UNKNOWN = new Word("", Set.of(), false);

  private final Map<String, Word> words = new HashMap<>();

  /** A word of the task or of the rules: there is one object for each. */
  static final class Word {
    final String text;
    final boolean inTask;
    private final Set<Tag> tags;

    Word(String text, Set<Tag> tags, boolean inTask) {
      this.text = text;
      this.tags = tags;
      this.inTask = inTask;
    }

    boolean has(Tag tag) {
      return tags.contains(tag);
    }
  }

  RegexLexicon() {
    TAGS.forEach((text, tags) -> words.put(text, new Word(text, tags, false)));
  }

  private static void collect(String texts, Tag... tags) {
    for (String text : SPACE.split(texts, 0)) {
      Set<Tag> all = TAGS.computeIfAbsent(text, added -> EnumSet.noneOf(Tag.class));
      all.addAll(Set.of(tags));
    }
  }

  /** A word in small letters. */
  Word word(String text) {
    return words.getOrDefault(text, UNKNOWN);
  }

  /** The same, which becomes the task's. */
  Word add(String text) {
    Word known = word(text);
    return known.inTask
        ? known
        : words.merge(text, new Word(text, known.tags, true), (old, added) -> added);
  }
}

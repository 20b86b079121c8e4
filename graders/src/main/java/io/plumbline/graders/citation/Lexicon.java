package io.plumbline.graders.citation;

import java.util.List;

/** The words whose meaning the strict rules know. */
final class Lexicon {

  /** The input or a source has it. */
  static final int IN_TASK = 1;

  /** Turns a sentence round: {@code not}, {@code never}, {@code false}. */
  static final int NEGATES = 1 << 1;

  /** Weakens a sentence: {@code suggests}, {@code limited}. */
  static final int HEDGES = 1 << 2;

  /** Says of a text that it is wrong. */
  static final int DENIES = 1 << 3;

  /** Points at a text: {@code following}, {@code claims}, {@code that}. */
  static final int REFERS = 1 << 4;

  /** Says of a text that it is right: with a negation it denies. */
  static final int AFFIRMS = 1 << 5;

  /** A number in words. */
  static final int COUNTS = 1 << 6;

  /** Behind {@code not} it makes a hedge: {@code not conclusive}. */
  static final int SOFTENS = 1 << 7;

  /** Before {@code not} it makes a hedge: {@code may not}. */
  static final int MODAL = 1 << 8;

  /** {@code not}. */
  static final int NOT = 1 << 9;

  /** Claims more than evidence can. */
  static final int OVERSTATES = 1 << 10;

  /** Before it a {@link #LIMITABLE} word negates nothing: {@code not only}. */
  static final int LIMITS = 1 << 11;

  /** {@code doubt}: behind {@code no} it overstates. */
  static final int DOUBT = 1 << 12;

  /** Points at a text of several sentences: {@code above}, {@code everything}. */
  static final int POINTS = 1 << 13;

  /** {@code not}, on its own or in a verb. */
  static final int LIMITABLE = 1 << 14;

  /** Turns the next word round: {@code not always}; {@code fails always} fails all the more. */
  static final int PARTICLE = 1 << 15;

  /** Fit for the wording of a hedge. */
  static final int PLAIN = 0;

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(NEGATES | LIMITABLE | PARTICLE | NOT, "not isn't aren't wasn't weren't"),
          new Entry(
              NEGATES | LIMITABLE | PARTICLE,
              "can't don't doesn't didn't won't wouldn't couldn't hasn't haven't hadn't shouldn't"),
          new Entry(
              NEGATES | PARTICLE,
              "no none neither nor cannot nobody nothing nowhere hardly scarcely barely never"),
          new Entry(
              NEGATES,
              "fails failed lacks falsely wrongly incorrectly mistaken mistakenly supposedly"
                  + " allegedly deny denies denied doubtful hoax"),
          new Entry(
              NEGATES | DENIES,
              "false untrue wrong incorrect myth myths fiction disproved disproven debunked"
                  + " refuted invented baseless unfounded nonsense retracted opposite contrary"
                  + " reverse misleading inaccurate erroneous"),
          new Entry(
              REFERS,
              "following above below claim claims claimed statement statements brief text sentence"
                  + " sentences paragraph paragraphs everything all this these that it figures"
                  + " citations foregoing preceding next previous document said"),
          new Entry(POINTS, "following above everything foregoing preceding previous"),
          new Entry(AFFIRMS, "true correct accurate supported case so stands holds"),
          new Entry(HEDGES | MODAL, "may might"),
          new Entry(
              HEDGES,
              "perhaps possibly probably likely probable suggest suggests suggested suggesting"
                  + " appear appears appeared seems seem seemed seemingly apparently tentative"
                  + " tentatively provisional provisionally preliminary partial partially limited"
                  + " indicative uncertain unclear unproven arguably presumably"),
          new Entry(
              SOFTENS,
              "conclusive conclusively certain proven necessarily established definitive definite"
                  + " final"),
          new Entry(LIMITS, "only just merely"),
          new Entry(DOUBT | OVERSTATES, "doubt"),
          new Entry(
              OVERSTATES,
              "never proves prove proved proof proven always all guarantee guarantees guaranteed"
                  + " certainly undoubtedly definitely clearly obviously every everyone everybody"
                  + " everywhere entirely completely totally absolutely conclusively conclusive"
                  + " indisputable indisputably unquestionably undeniable undeniably irrefutable"
                  + " massive massively dramatic dramatically huge hugely enormous enormously"
                  + " overwhelming overwhelmingly invariably inevitably must surely doubtless"
                  + " demonstrates establishes confirms confirmed definitive definitively perfect"
                  + " perfectly vastly"),
          new Entry(
              PLAIN,
              "evidence data finding findings result results study studies sample samples sources"
                  + " indicates hints based basis judge judging as far goes go there is are be was"
                  + " has what here hold holds in part one small weak thin some more less strong"
                  + " full although though while but which remains remain would could can from to"
                  + " of by with at for on the a an and or its also about reported reports other"
                  + " another different group place period years time question further needed"
                  + " confirm show shows showed indirect single indirectly related work yet"),
          new Entry(
              COUNTS,
              "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                  + " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy"
                  + " eighty ninety hundred thousand million billion dozen double doubled triple"
                  + " tripled twice thrice half halved third thirds quarter quarters fifth fifths"
                  + " tenth tenths percent"));

  private record Entry(int flags, String words) {}

  private Lexicon() {}

  /** Adds its words to a table. */
  static void addTo(WordTable table) {
    for (Entry entry : ENTRIES) {
      for (String word : entry.words().split(" ", -1)) {
        table.flag(table.add(word, 0, word.length()), entry.flags());
      }
    }
  }
}

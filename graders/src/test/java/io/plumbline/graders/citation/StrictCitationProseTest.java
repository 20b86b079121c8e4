package io.plumbline.graders.citation;

import static io.plumbline.graders.citation.Briefs.claiming;
import static io.plumbline.graders.citation.Briefs.expect;
import static io.plumbline.graders.citation.Briefs.gold;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims that are turned round, denied, or not said in prose. */
class StrictCitationProseTest {
  private final Grader grader = Briefs.strict();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It is not the case that waiting times",
        "No evidence shows that waiting times",
        "It is false that waiting times",
        "It is a myth that waiting times"
      })
  void aNegatedClaimIsLostWithItsCitation(String words) {
    String output = gold("Over these weeks, waiting times", "Over these weeks, " + words);
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 0.5, 3 / 4.0 * 7 / 8);
    assertThat(grader.evidence(output)).anyMatch(line -> line.startsWith("claim 1 is negated"));
  }

  @ParameterizedTest
  @CsvSource({"fell by about a third, rose by about a third", "fell, fell not"})
  void anInvertedClaimIsNotTheClaim(String from, String to) {
    String output = gold("times " + from, "times " + to);
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 2 / 5.0, 3 / 4.0 * 7 / 8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "None of the above is true.",
        "All claims in this brief are false.",
        "False.",
        "The following statements are incorrect."
      })
  void aTextThatDeniesItselfEarnsNothing(String denial) {
    for (String output : List.of(denial + "\n\n" + Briefs.GOLD, Briefs.GOLD + "\n" + denial)) {
      assertThat(Briefs.composite(grader, output)).isEqualTo(0);
      assertThat(grader.evidence(output))
          .contains("a sentence denies the text: \"" + denial.replace(".", "") + '"');
    }
  }

  @Test
  void aClaimThatIsAlsoDeniedIsLost() {
    String output = Briefs.GOLD + "\nIt is untrue that waiting times fell by about a third.\n";
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 2 / 5.0, 3 / 4.0 * 7 / 9);
  }

  @Test
  void aClaimThatIsAskedIsNotMade() {
    String output = gold("noticed [Source A].", "noticed [Source A]?");
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 0.5, 3 / 4.0 * 7 / 8);
  }

  @Test
  void claimsInOneSentenceThatWereInTwoAreNotKept() {
    String joined = gold("[Source B]. The list", "[Source B]; the list");
    expect(joined, 1 / 3.0, 1 / 9.0, 0, 2 / 4.0 * 6 / 8);
  }

  @Test
  void claimsInListsQuotationsCodeAndCommentsAreNotProse() {
    for (String[] around :
        new String[][] {
          {"\n\n- ", "\n\n"},
          {"\n\n1. ", "\n\n"},
          {"\n\n> ", "\n\n"},
          {"\n\n# ", "\n\n"},
          {"\n\n```\n", "\n```\n\n"},
          {"\"", "\""},
          {"\u201c", "\u201d"},
          {"`", "`"},
          {"~~", "~~"},
          {"<!-- ", " -->"}
        }) {
      String sentence = "The list cost about 40 euros per week [Source C].";
      String output = gold(sentence, around[0] + sentence + around[1]);
      expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 2 / 5.0, 3 / 4.0 * 7 / 8);
    }
  }

  @Test
  void aBriefThatQuotesMayBeQuoted() {
    String input = "Sales \"rose\" and costs fell. [Source A]\n\nWe go on.";
    Task task = Briefs.task(claiming("costs fell", "We go", "and costs"), input, Briefs.SOURCES);
    String output = "Sales \"rose\" and costs fell [A].\n\nWe go on [A].";
    assertThat(Briefs.composite(Briefs.strict(task), output)).isEqualTo(1);
  }

  @Test
  void anyQuotationMarkOfTheBriefsLetsItsOutputQuote() {
    for (String quoted : List.of("\u201cHere\u201d we go on.", "\u00abHere\u00bb we go on.")) {
      Grader quoting = Briefs.strict(Briefs.task(claiming("we go"), quoted, Briefs.SOURCES));
      assertThat(Briefs.composite(quoting, quoted.replace(" on", " on [A]"))).isEqualTo(1);
    }
    for (String marks : List.of("\u201c \u201d", "\u00ab \u00bb", "\" \"")) {
      String talk = marks.replace(" ", "Talk at the pier was friendly.");
      expect(gold("Talk at the pier was friendly.", talk), 1, 1, 4 / 5.0, 7 / 8.0);
    }
  }
}

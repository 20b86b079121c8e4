package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordTableTest {
  private final WordTable words = new WordTable();

  private int find(String word) {
    return words.find(word.hashCode(), word, 0, word.length());
  }

  /** Of so many, some come to the place of the word that they begin with. */
  @Test
  void aWordThatOnlyBeginsWithAnotherIsUnknown() {
    int number = words.add("a", 0, 1);
    for (char second = 'a'; second <= 'z'; second++) {
      for (char third = 'a'; third <= 'z'; third++) {
        assertThat(find("a" + second + third)).isEqualTo(WordTable.UNKNOWN);
      }
    }
    assertThat(find("a")).isEqualTo(number);
  }

  @Test
  void lettersOfAnyAlphabetLoseTheirCaseWhereThatIsOneCharacter() {
    assertThat(WordTable.fold('\u00c9')).isEqualTo('\u00e9');
    assertThat(WordTable.fold('\u0416')).isEqualTo('\u0436');
    assertThat(WordTable.fold('\u0130')).isEqualTo('\u0130');
    assertThat(WordTable.fold('\u2019')).isEqualTo('\'');
  }

  @Test
  void aTaskHasAsManyDistinctWordsAsACharCanNumber() {
    for (int i = 0; i < WordTable.UNKNOWN; i++) {
      String word = "w" + i;
      assertThat(words.add(word, 0, word.length())).isEqualTo(i);
    }
    assertThat(words.add("W7", 0, 2)).isEqualTo(7);
    assertThatThrownBy(() -> words.add("more", 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("task: more distinct words than 65535 (expected: at most that many)");
  }
}

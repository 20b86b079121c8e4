package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;

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
}

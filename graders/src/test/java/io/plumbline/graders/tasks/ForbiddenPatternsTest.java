package io.plumbline.graders.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenPatternsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\\$M|\\bM\\b",
        "(?i)\\d+(\\.\\d{1,3})?\\s*(m|mm|mio)\\b",
        "([0-9]{3},){200}",
        "a{,5}b{x}c{",
        "[^]{1000}()]{2}\\x{1F600}{2}\\p{Lu}{2}",
        "[[:alpha:]{900}]{900}",
        "\\Q({900}\\E{900}",
        "a{500}b{499}",
      })
  void takesWhatStaysSmall(String pattern) {
    assertThat(ForbiddenPatterns.compile(pattern).pattern()).isEqualTo(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{501}b{500}",
        "(ab{9}){101}",
        "((a{100}){100}){100}",
        "((a|b){2,40}){1,40}",
        "(a{900}[)(]){900}",
        "(a{900}\\Q(\\E){900}",
        "(a{900}\\(){900}",
        "(\\Qlong text that is quoted\\E){100}",
        "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}",
      })
  void refusesWhatCountedRepeatsMakeLarge(String pattern) {
    assertThatThrownBy(() -> ForbiddenPatterns.compile(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at most 1000 characters, repeats written out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", ")", "a{1001}", "[a", "\\", "(?=x)", "*"})
  void whatIsNoPatternIsRefusedAndNeverBreaksTheCount(String pattern) {
    assertThatThrownBy(() -> ForbiddenPatterns.compile(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenNumberTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.234,50 | 1234.5",
        "1,234.50 | 1234.5",
        "1'234.50 | 1234.5",
        "1\u2019234.50 | 1234.5",
        "1 234,5 | 1234.5",
        "1\u00a0234\u202f567 | ",
        "1\u202f234\u202f567 | 1234567",
        "1.234.567 | 1234567",
        "1.234.567,8 | 1234567.8",
        "58,40 | 58.4",
        "0,750 | 0.75",
        "1234,567 | 1234.567",
        "12 | 12",
        "€ 12 | 12",
        "12 Kč | 12",
        "-€58,40 | -58.4",
        "(CHF 58,40) | -58.4",
        "(58,40 Fr.) | -58.4",
        "\u221258,40 | -58.4",
        "58,40- | -58.4",
        "1.23.456 | ",
        "12 34 | ",
        "1234.567,8 | ",
        "1,2,3 | ",
        "1..2 | ",
        "1 . 2 | ",
        "1.234 567,8 | ",
        "3/4 | ",
        "3/456 | ",
        "2024-03-04 | ",
        "none | ",
        "table of 12 | ",
        "12 of the tables | "
      })
  void isReadAsTheCountryThatWroteItMeansIt(String cell, String value) {
    for (boolean commas : List.of(false, true)) {
      assertThat(WrittenNumber.of(cell).map(number -> number.value(commas)))
          .isEqualTo(Optional.ofNullable(value));
    }
  }

  @Test
  void threeDigitsBehindALoneMarkMayBeEither() {
    assertThat(WrittenNumber.of("1.234").orElseThrow().value(false)).isEqualTo("1.234");
    assertThat(WrittenNumber.of("1.234").orElseThrow().value(true)).isEqualTo("1234");
    assertThat(WrittenNumber.of("1,250").orElseThrow().value(false)).isEqualTo("1250");
    assertThat(WrittenNumber.of("1,250").orElseThrow().value(true)).isEqualTo("1.25");
  }

  @Test
  void onlyACommaThatCanGroupNothingIsPlainlyADecimalOne() {
    for (String cell : List.of("58,40", "1.234,5", "0,750", "1 234,567", "€ 1,5")) {
      assertThat(WrittenNumber.of(cell).orElseThrow().hasDecimalComma()).as(cell).isTrue();
    }
    for (String cell : List.of("1,234", "1,234.5", "1,234,567", "12", "58.40", "1 234")) {
      assertThat(WrittenNumber.of(cell).orElseThrow().hasDecimalComma()).as(cell).isFalse();
    }
  }
}

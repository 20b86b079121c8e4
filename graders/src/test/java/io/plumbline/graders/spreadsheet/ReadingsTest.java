package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 Mar 2024 | 2024-03-03",
        "03-mar-2024 | 2024-03-03",
        "3 March 2024 | 2024-03-03",
        "March 3, 2024 | 2024-03-03",
        "Sept. 3 2024 | 2024-09-03",
        "2024-03-03 | 2024-03-03",
        "2024/3/3 | 2024-03-03",
        "3/3/2024 | 2024-03-03",
        "29.02.2024 | 2024-02-29"
      })
  void aDayIsReadInEveryStyle(String cell, String day) {
    assertThat(Readings.isDay(cell, day)).isTrue();
    assertThat(Readings.isDay(cell, "2024-03-04")).isFalse();
  }

  @Test
  void dayAndMonthMayBeEitherWayRoundWhereBothExist() {
    assertThat(Readings.day("03/04/2024", false)).isEqualTo("2024-04-03");
    assertThat(Readings.day("03/04/2024", true)).isEqualTo("2024-03-04");
    assertThat(Readings.isDay("03/04/2024", "2024-03-04")).isTrue();
    assertThat(Readings.isDay("03/04/2024", "2024-04-03")).isTrue();
    assertThat(Readings.day("13/04/2024", true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3 Mar",
        "29.02.2023",
        "31 Jun 2024",
        "3 Mai 2024",
        "0/4/2024",
        "3/4/24",
        "1.234.567",
        "3 Mar 2024 at noon",
        "3 Mar 20240",
        "3 Mar 9%24",
        "3 Anf 2024",
        "3 - - - Mar - - - 2024",
        "٣/٤/٢٠٢٤",
        "Jan Feb 2024",
        "the 3rd of March, 2024"
      })
  void anythingElseNamesNoDay(String cell) {
    for (boolean monthFirst : List.of(false, true)) {
      assertThat(Readings.day(cell, monthFirst)).isEmpty();
    }
  }
}

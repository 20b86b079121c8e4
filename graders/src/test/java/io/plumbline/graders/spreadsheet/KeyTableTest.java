package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.TableReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTableTest {
  private static final int ROWS = 20;

  private static TableIndex index(String gold, List<String> keys) {
    return new TableIndex(new TableReference(gold, 0, List.of(), keys, List.of(), ""), "");
  }

  private static String row(int i) {
    return "lot " + i % 7 + ",side " + i / 7 + ",note,no. " + i;
  }

  @ParameterizedTest
  @CsvSource({"no", "lot no", "lot side", "side no", "lot side no"})
  void everyLineOfAGoldIsFoundByItsKeyHoweverItEnds(String keyColumns) {
    StringBuilder gold = new StringBuilder("lot,side,note,no\n");
    for (int i = 0; i < ROWS; i++) {
      gold.append(row(i)).append('\n');
    }
    KeyTable keys = index(gold.toString(), List.of(keyColumns.split(" ", -1))).keys();
    for (int i = 0; i < ROWS; i++) {
      for (String end : List.of("", "\n", "\r", "\r\n", "\n\nmore, and more")) {
        assertThat(keys.slotOfLine("above\n" + row(i) + end, 6)).as(row(i) + end).isEqualTo(i);
      }
      assertThat(keys.slotOfLine(row(i) + "0\n", 0)).isEqualTo(-1);
      assertThat(keys.slotOfLine(row(i) + ",\n", 0)).isEqualTo(-1);
      assertThat(keys.slotOfLine(row(i).replace(",side", "\n,side"), 0)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({"a, 0", "b, -1", "c, 1"})
  void oneOfSeveralLinesWithAKeyIsNot(String key, int rows) {
    KeyTable keys = index("lot,note\na,x\nb,x\nb,x\nc,x\n", List.of("lot")).keys();
    assertThat(keys.slotOfLine(key + ",x", 0)).isEqualTo(rows == 1 ? 2 : rows);
  }

  @Test
  void aRowIsItsLineWithNoMoreQuotesThanItNeeds() {
    String[] lines = {"a,new,", "b,\"late, lost\",", "c,\"so \"\"new\"\"\",", "d,\"two\nlines\",x"};
    KeyTable keys = index("lot,note,mark\n" + String.join("\n", lines), List.of("lot")).keys();
    for (int slot = 0; slot < lines.length; slot++) {
      assertThat(keys.isRow(slot, ">" + lines[slot] + "\n", 1)).as(lines[slot]).isTrue();
      assertThat(keys.slotOfLine(">" + lines[slot] + "\n", 1)).isEqualTo(slot);
    }
  }
}

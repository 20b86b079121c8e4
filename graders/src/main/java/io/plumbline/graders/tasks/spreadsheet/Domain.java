package io.plumbline.graders.tasks.spreadsheet;

import java.util.ArrayList;
import java.util.List;

/**
 * One kind of table.
 *
 * @param intent what the clean table is for, in a sentence
 * @param columns of the clean table: the key columns first
 * @param keys draws the cells of the key columns
 * @param trend whether amounts move from row to row; otherwise each row stands by itself
 * @param extra headers of columns that a messy table may have besides
 */
record Domain(String intent, List<Column> columns, Keys keys, boolean trend, List<String> extra) {

  List<String> headers() {
    return columns.stream().map(Column::header).toList();
  }

  List<String> headers(Class<? extends Column> kind) {
    return columns.stream().filter(kind::isInstance).map(Column::header).toList();
  }

  /** Where the columns of this kind stand. */
  List<Integer> places(Class<? extends Column> kind) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (kind.isInstance(columns.get(i))) {
        places.add(i);
      }
    }
    return places;
  }

  /** This domain less the columns of this kind. */
  Domain without(Class<? extends Column> kind) {
    List<Column> rest = columns.stream().filter(column -> !kind.isInstance(column)).toList();
    return new Domain(intent, rest, keys, trend, extra);
  }

  /** The other names in words: {@code Rev is Revenue, Comment is Notes}. */
  String otherNames() {
    return String.join(
        ", ",
        columns.stream()
            .filter(column -> !column.alias().isEmpty())
            .map(column -> column.alias() + " is " + column.header())
            .toList());
  }
}

package io.plumbline.graders.tasks.citation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of brief and its words. Most things have two wordings that share no word of weight: a
 * claim uses one, its sources the other.
 *
 * @param items what can be claimed, by form
 */
record Domain(
    String name,
    List<String> projects,
    List<String> audiences,
    List<String> actors,
    List<String> sites,
    List<List<String>> groups,
    Map<Form, List<Item>> items) {

  /** Every domain, in the order of the file. */
  static final List<Domain> ALL = read();

  /**
   * Something to make a claim about.
   *
   * @param form what its fields are
   * @param wordings two, of a form's words each
   * @param unit of a measure; else empty
   * @param least the least sensible value; 0 for a share
   * @param most the greatest
   */
  record Item(Form form, List<List<String>> wordings, String unit, int least, int most) {}

  /** The fields of an item's wording. */
  enum Form {
    /** What is measured. */
    MEASURE(1, true),
    /** People, and what a share of them did. */
    SHARE(2, false),
    /** What costs, a unit of it, several. */
    COST(3, false),
    /** Things, and what they did. */
    COUNT(2, false);

    private final int words;
    private final boolean hasUnit;

    Form(int words, boolean hasUnit) {
      this.words = words;
      this.hasUnit = hasUnit;
    }

    private Item item(List<String> fields) {
      List<List<String>> wordings =
          List.of(fields.subList(0, words), fields.subList(words, 2 * words));
      int next = 2 * words;
      String unit = hasUnit ? fields.get(next++) : "";
      boolean ranged = next + 2 == fields.size();
      return new Item(
          this,
          wordings,
          unit,
          ranged ? Integer.parseInt(fields.get(next)) : 0,
          ranged ? Integer.parseInt(fields.get(next + 1)) : 0);
    }
  }

  private static List<Domain> read() {
    List<Domain> domains = new ArrayList<>();
    for (String line : Lines.of("domains.txt")) {
      if (line.startsWith("domain ")) {
        domains.add(
            new Domain(
                line.substring(7),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new EnumMap<>(Form.class)));
      } else {
        int colon = line.indexOf(':');
        List<String> fields = List.of(line.substring(colon + 2).split(" \\| ", -1));
        domains.get(domains.size() - 1).add(line.substring(0, colon), fields);
      }
    }
    return List.copyOf(domains);
  }

  private void add(String field, List<String> values) {
    switch (field) {
      case "project" -> projects.addAll(values);
      case "audience" -> audiences.addAll(values);
      case "actor" -> actors.addAll(values);
      case "sites" -> sites.addAll(values);
      case "group" -> groups.add(values);
      case "measure" -> addItem(Form.MEASURE, values);
      case "share" -> addItem(Form.SHARE, values);
      case "cost" -> addItem(Form.COST, values);
      case "count" -> addItem(Form.COUNT, values);
      default -> throw new IllegalStateException("domains.txt: " + field);
    }
  }

  private void addItem(Form form, List<String> values) {
    items.computeIfAbsent(form, f -> new ArrayList<>()).add(form.item(values));
  }
}

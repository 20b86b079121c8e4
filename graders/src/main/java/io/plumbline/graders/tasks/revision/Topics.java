package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.revision.Figures.Group;
import io.plumbline.graders.tasks.revision.Figures.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The figures of one document, group by group, and the sentences that state them. */
final class Topics {
  private final Pool pool;
  private final SplitMix64 random;

  /** Of these two groups would contradict each other. */
  private final List<String> units;

  private boolean money = true;

  Topics(Pool pool) {
    this.pool = pool;
    random = pool.random();
    units = new ArrayList<>(pool.scene().domain("unit"));
  }

  /** A group of figures, and what its letters stand for. */
  record Topic(String name, Group group, Map<String, String> labels) {}

  Topic draw() {
    Figures figures = pool.scene().figures();
    int form = random.below(100);
    int parts = random.between(2, 3);
    Map<String, String> labels = new HashMap<>();
    if (money && form < 25) {
      money = false;
      label(labels, pool.scene().domain("cost"));
      labels.put("unit", "euros");
      return new Topic("money", figures.group(Relation.SUM, parts, true), labels);
    }
    List<String> unit = Phrases.split(units.remove(random.below(units.size())), ": ");
    labels.put("unit", unit.get(0));
    label(labels, Phrases.split(unit.get(1), ", "));
    if (form < 50) {
      return new Topic("sum", figures.group(Relation.SUM, parts, false), labels);
    }
    return form < 75
        ? new Topic("change", figures.group(Relation.CHANGE, 0, false), labels)
        : new Topic("share", figures.group(Relation.SHARE, 0, false), labels);
  }

  private void label(Map<String, String> labels, List<String> all) {
    List<String> rest = new ArrayList<>(all);
    for (String letter : List.of("A", "B", "C")) {
      labels.put(letter, rest.remove(random.below(rest.size())));
    }
  }

  /** The sentences that state every quantity of the relation, at times another figure beside. */
  List<Sentence> statements(Topic topic) {
    List<Sentence> statements = new ArrayList<>();
    switch (topic.group().relation()) {
      case SUM -> {
        statements.add(sentence(topic, (topic.group().values().size() - 1) + ".parts"));
        statements.add(sentence(topic, "total").following());
      }
      case CHANGE -> {
        statements.add(sentence(topic, "both"));
        statements.add(sentence(topic, "diff").following());
      }
      case SHARE -> {
        statements.add(sentence(topic, "both"));
        statements.add(sentence(topic, "percent").following());
      }
    }
    if (random.chance(60)) {
      String section = topic.name().equals("money") ? "money.aside" : "aside";
      statements.add(new Sentence(slots(topic).fill(pool.pick(section))));
    }
    return statements;
  }

  /** Sentences for elsewhere that state 1 to 3 of the quantities again. */
  List<Sentence> recaps(Topic topic) {
    List<String> quantities =
        new ArrayList<>(
            switch (topic.group().relation()) {
              case SUM -> List.of("T", "A", "B");
              case CHANGE -> List.of("X", "Y", "D");
              case SHARE -> List.of("N", "P", "Q");
            });
    List<Sentence> recaps = new ArrayList<>();
    for (int count = random.between(1, 3); count > 0; count--) {
      String quantity = quantities.remove(random.below(quantities.size()));
      String template = pool.pick(topic.name() + ".again." + quantity);
      // Of two parts the same would be said, in sentences that differ in names alone.
      pool.use(template.replace("{A}", "{B}").replace("#A", "#B"));
      pool.use(template.replace("{B}", "{A}").replace("#B", "#A"));
      recaps.add(new Sentence(slots(topic).fill(template)));
    }
    return recaps;
  }

  /** What a lead may say of them: {@code at a cost of 4,600 euros}. */
  String lead(Topic topic) {
    return slots(topic).fill(pool.pick(topic.name() + ".lead"));
  }

  private Sentence sentence(Topic topic, String section) {
    return new Sentence(slots(topic).fill(pool.pick(topic.name() + "." + section)));
  }

  private Slots slots(Topic topic) {
    return pool.slots().with(topic.group(), topic.labels());
  }
}

package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.List;

/** Whom, where and when a text speaks of. */
record Scope(String place, int group, int firstYear, int lastYear) {
  private static final int EARLIEST = 1996;
  private static final int YEARS = 24;

  private static final List<String> HEADS =
      List.of(
          "Alder", "Brack", "Cros", "Dun", "Els", "Farn", "Gar", "Hol", "Ing", "Ket", "Lam", "Mar",
          "Nor", "Oster", "Pen", "Quar", "Ros", "Sel", "Tarn", "Ul", "Ven", "Wes", "Yar", "Zel");
  private static final List<String> TAILS =
      List.of(
          "beck", "bury", "by", "combe", "den", "dorf", "field", "ford", "ham", "holm", "ley",
          "mere", "moor", "mouth", "stead", "stow", "thorpe", "ton", "wick", "worth");

  static Scope draw(SplitMix64 random, Domain domain) {
    int first = EARLIEST + random.below(YEARS);
    return new Scope(
        place(random), random.below(domain.groups().size()), first, first + random.between(2, 5));
  }

  /** Like this one but for its place, its group or its years. */
  Scope another(SplitMix64 random, Domain domain) {
    return switch (random.below(3)) {
      case 0 -> {
        String other = place(random);
        while (other.equals(place)) {
          other = place(random);
        }
        yield new Scope(other, group, firstYear, lastYear);
      }
      case 1 -> {
        int groups = domain.groups().size();
        yield new Scope(
            place, (group + random.between(1, groups - 1)) % groups, firstYear, lastYear);
      }
      default -> {
        // Round the same years, so that no year tells that it is another.
        int first = EARLIEST + (firstYear - EARLIEST + random.between(7, YEARS - 7)) % YEARS;
        yield new Scope(place, group, first, first + lastYear - firstYear);
      }
    };
  }

  /** Slots for a text in this scope, in one of the domain's wordings. */
  Slots slots(Domain domain, int wording) {
    return new Slots()
        .set("place", place)
        .set("group", domain.groups().get(group).get(wording))
        .set("y0", Integer.toString(firstYear))
        .set("y1", Integer.toString(lastYear))
        .set("project", domain.projects().get(wording))
        .set("sites", domain.sites().get(wording));
  }

  private static String place(SplitMix64 random) {
    return random.pick(HEADS) + random.pick(TAILS);
  }
}

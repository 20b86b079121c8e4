package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cards in random order, each drawn once. */
final class Deck<T> {
  private final List<T> cards;

  Deck(SplitMix64 random, List<T> cards) {
    this.cards = new ArrayList<>(cards);
    for (int i = this.cards.size() - 1; i > 0; i--) {
      Collections.swap(this.cards, i, random.below(i + 1));
    }
  }

  /** The next card; there has to be one. */
  T draw() {
    return cards.remove(cards.size() - 1);
  }

  int size() {
    return cards.size();
  }

  /** The cards that are left, in order. */
  List<T> rest() {
    return List.copyOf(cards);
  }
}

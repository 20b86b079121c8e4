package io.plumbline.graders.tasks.revision;

import java.util.Optional;

/**
 * A sentence as the gold has it, without capital and full stop, its figures as {@link
 * Figures#MARK}s.
 *
 * @param passive the same in the passive voice, where there is such a form
 * @param follows whether it leans on the sentence before it, and so has to stay behind it
 */
record Sentence(String text, Optional<String> passive, boolean follows) {
  Sentence(String text) {
    this(text, Optional.empty(), false);
  }

  Sentence(String active, String passive) {
    this(active, Optional.of(passive), false);
  }

  /** The same, bound to the sentence before it. */
  Sentence following() {
    return new Sentence(text, passive, true);
  }

  int words() {
    return Phrases.split(text, " ").size();
  }
}

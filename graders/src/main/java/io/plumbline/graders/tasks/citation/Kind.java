package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.citation.Domain.Form;
import java.util.Locale;

/** What sort of claim a sentence makes. */
enum Kind {
  CHANGE(Form.MEASURE),
  COMPARISON(Form.MEASURE),
  CAUSE(Form.MEASURE),
  SHARE(Form.SHARE),
  COST(Form.COST),
  COUNT(Form.COUNT);

  private final Form form;
  private final String label = name().toLowerCase(Locale.ROOT);

  Kind(Form form) {
    this.form = form;
  }

  /** What it is about. */
  Form form() {
    return form;
  }

  /** Its part of a section's name in the grammar. */
  String label() {
    return label;
  }
}

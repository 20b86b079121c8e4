package io.plumbline.graders.tasks.revision;

import java.util.List;

/**
 * A document as it should be.
 *
 * @param kind {@code minutes}
 * @param heading one line
 * @param paragraphs of sentences; the first sentence of all is the lead, and not alone in its
 *     paragraph
 * @param intent what the reader wants to know first: {@code whether the seed swap goes on}
 */
record Document(
    String kind, String heading, List<List<Sentence>> paragraphs, String intent, Figures figures) {}

package io.plumbline.graders.tasks;

/**
 * The reference of a {@code doc_revision} task.
 *
 * @param gold a good revision; empty where nobody wrote one
 */
public record RevisionReference(String gold) implements Reference {}

package io.plumbline.graders.tasks;

/**
 * A document that a task's output may cite.
 *
 * @param name how outputs refer to it: {@code Source A}
 * @param text its content
 */
public record SourceDocument(String name, String text) {}

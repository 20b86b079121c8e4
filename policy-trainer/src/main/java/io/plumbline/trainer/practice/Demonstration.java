package io.plumbline.trainer.practice;

/**
 * What a policy is shown.
 *
 * @param input the messy document
 * @param output what it is to answer, each line ended by a line feed
 */
public record Demonstration(String input, String output) {}

package io.plumbline.trainer.practice;

/**
 * A demonstration in tokens, none of them special. Whoever holds it owns its arrays.
 *
 * @param input what stands before the separator
 * @param output what follows it, without an end
 */
@SuppressWarnings(
    "ArrayRecordComponent") // goes from here straight into a batch, compared by nobody
public record TokenPair(int[] input, int[] output) {}

package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Answers that began together, as {@link Decoder#decode} takes them.
 *
 * @param past keys and values of their G prompts, as {@link Decoder#prefill} gives them
 * @param cache keys and values of what they have written, with room for {@code steps} more
 * @param lengths of the prompts, without their last token
 * @param slots of each answer, its prompt's number times {@code copies}, and its own among those
 * @param copies most answers of one prompt
 * @param written tokens of each answer so far
 */
@SuppressWarnings("ArrayRecordComponent") // goes from here straight into native arrays
public record CohortView(
    List<NDArray> past,
    List<NDArray> cache,
    long[] lengths,
    long[] slots,
    int copies,
    int written) {}

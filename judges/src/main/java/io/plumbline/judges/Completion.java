package io.plumbline.judges;

import java.util.Optional;

/**
 * An endpoint's reply.
 *
 * @param text what the model wrote; empty if nothing
 * @param stopReason why it stopped, in the endpoint's words
 * @param usage as billed, if the reply says so
 */
record Completion(String text, String stopReason, Optional<Usage> usage) {}

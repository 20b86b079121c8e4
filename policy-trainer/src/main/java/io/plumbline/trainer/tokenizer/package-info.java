/**
 * Tokenizers of policies: the embedded one's lexicon with bytes for everything else, and those of
 * Hugging Face folders with their chat templates. May depend on the contract, {@code chat}, DJL's
 * tokenizers and Jackson.
 */
@NullMarked
package io.plumbline.trainer.tokenizer;

import org.jspecify.annotations.NullMarked;

/**
 * The embedded policy's tokenizer: a lexicon of our tables' words, and bytes for everything else.
 * May depend on DJL's tokenizers and Jackson.
 */
@NullMarked
package io.plumbline.trainer.tokenizer;

import org.jspecify.annotations.NullMarked;

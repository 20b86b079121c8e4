/**
 * Chat templates as Hugging Face folders have them: the part of Jinja that templates of the Llama
 * and Qwen2 families use, rendered as transformers renders it. Depends on nothing.
 */
@NullMarked
package io.plumbline.trainer.chat;

import org.jspecify.annotations.NullMarked;

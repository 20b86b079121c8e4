/**
 * {@code doc_revision}: a draft is rewritten in the active voice and kept short.
 *
 * <p>May depend on {@code io.plumbline.graders}, its tasks and {@code pytext}.
 */
@NullMarked
package io.plumbline.graders.revision;

import org.jspecify.annotations.NullMarked;

/**
 * The generator of {@code doc_revision} tasks: documents as they should be, and drafts of them with
 * faults planted.
 *
 * <p>May depend on the records of {@code io.plumbline.graders.tasks} only.
 */
@NullMarked
package io.plumbline.graders.tasks.revision;

import org.jspecify.annotations.NullMarked;

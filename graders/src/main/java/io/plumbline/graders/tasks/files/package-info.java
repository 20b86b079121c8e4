/**
 * Task files: reads and writes collab-eval's JSONL, with what Plumbline adds to it.
 *
 * <p>Also holds the hand-written tasks that come with the library. May depend on the records of
 * {@code io.plumbline.graders.tasks}, on the wording of its generators, Jackson and RE2/J.
 */
@NullMarked
package io.plumbline.graders.tasks.files;

import org.jspecify.annotations.NullMarked;

/**
 * What outputs are truly worth: judged slowly, from a task's reference alone, by code that shares
 * nothing with the graders, so that the two do not err alike.
 *
 * <p>May depend on {@code io.plumbline.graders.tasks} (the tasks themselves), Commons CSV and the
 * JDK; on no grader.
 */
@NullMarked
package io.plumbline.graders.redteam.oracles;

import org.jspecify.annotations.NullMarked;

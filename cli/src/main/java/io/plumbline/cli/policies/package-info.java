/**
 * Scripted policies: what known behaviours earn. Each writes its output from an observation and, at
 * most, the task's reference.
 *
 * <p>May depend on graders for tasks; reaches no server itself.
 */
@NullMarked
package io.plumbline.cli.policies;

import org.jspecify.annotations.NullMarked;

/**
 * Policies: what answers tasks, and scripted ones that show what known behaviours earn. Those write
 * from an observation and, at most, the task's reference.
 *
 * <p>May depend on the contract's messages, on graders for references and on token budgets; reaches
 * no server itself.
 */
@NullMarked
package io.plumbline.trainer.policies;

import org.jspecify.annotations.NullMarked;

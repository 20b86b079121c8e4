/**
 * How the trainer reaches environments: tasks, groups of attempts and their rewards, from a server
 * that may go away and come back meanwhile. May depend on the client and the contract alone.
 */
@NullMarked
package io.plumbline.trainer.environments;

import org.jspecify.annotations.NullMarked;

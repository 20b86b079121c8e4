/**
 * The environment server: the contract's service, its handles, its limits.
 *
 * <p>Holds no session: everything that a step needs is in its handle, which connections of
 * OpenEnv's clients keep for them. May depend on the contract and on graders.
 */
@NullMarked
package io.plumbline.server;

import org.jspecify.annotations.NullMarked;

/**
 * The environment server: the contract's service, its handles, its limits.
 *
 * <p>Holds no session: everything that a step needs is in its handle. May depend on the contract
 * and on graders.
 */
@NullMarked
package io.plumbline.server;

import org.jspecify.annotations.NullMarked;

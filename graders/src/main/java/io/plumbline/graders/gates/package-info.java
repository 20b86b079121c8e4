/**
 * Gates and verdicts over recorded evaluations: what a candidate has to show before it is promoted,
 * whether a perfect policy could show it, and what a series of runs adds up to.
 *
 * <p>Reads files as {@code plumbline eval} and runs leave them; depends on statistics alone.
 */
@NullMarked
package io.plumbline.graders.gates;

import org.jspecify.annotations.NullMarked;

/**
 * The searching adversary: mutates and recombines outputs to find ones whose grade exceeds their
 * true quality, which an oracle tells.
 *
 * <p>May depend on {@code io.plumbline.graders}, its {@code tasks}, {@code redteam.oracles} and
 * Jackson; on no grader's package.
 */
@NullMarked
package io.plumbline.graders.redteam;

import org.jspecify.annotations.NullMarked;

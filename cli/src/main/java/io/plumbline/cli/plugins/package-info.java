/**
 * Environments out of a folder of jars: found, isolated and checked before anything is served.
 *
 * <p>May depend on {@code graders} and on nothing else of this house.
 */
@NullMarked
package io.plumbline.cli.plugins;

import org.jspecify.annotations.NullMarked;

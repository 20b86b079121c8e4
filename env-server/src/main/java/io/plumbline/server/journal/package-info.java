/**
 * The journal: graded steps, appended to files that survive a killed process.
 *
 * <p>Frames with checksums in segments of bounded size, one writer, any number of readers. May
 * depend on the contract alone.
 */
@NullMarked
package io.plumbline.server.journal;

import org.jspecify.annotations.NullMarked;

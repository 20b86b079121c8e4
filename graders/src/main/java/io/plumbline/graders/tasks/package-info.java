/**
 * Tasks and where they come from: records, splits, the catalogue, task files.
 *
 * <p>A task carries its reference, which graders need and nobody else may see. May depend on
 * nothing else in this library but the generators beneath it.
 */
@NullMarked
package io.plumbline.graders.tasks;

import org.jspecify.annotations.NullMarked;

/**
 * Reads CSV in place: records and cells as offsets into the text that holds them.
 *
 * <p>May depend on {@code io.plumbline.graders.pytext} only.
 */
@NullMarked
package io.plumbline.graders.csv;

import org.jspecify.annotations.NullMarked;

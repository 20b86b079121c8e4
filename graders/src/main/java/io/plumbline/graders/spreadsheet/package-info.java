/**
 * The environment {@code spreadsheet_clean}: messy tables to be cleaned, and how they are graded.
 *
 * <p>May depend on {@code io.plumbline.graders}, its {@code tasks}, {@code csv} and {@code pytext}.
 */
@NullMarked
package io.plumbline.graders.spreadsheet;

import org.jspecify.annotations.NullMarked;

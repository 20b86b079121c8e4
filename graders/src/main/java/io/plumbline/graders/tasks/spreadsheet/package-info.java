/**
 * Generates tables to clean: a regular family with noise, a stress family where every row stays,
 * and a formats family whose dates, numbers and currencies are written as some country does.
 *
 * <p>The same seed gives the same bytes on every JDK, locale and time zone. May depend on the
 * records of {@code io.plumbline.graders.tasks} and on Commons CSV.
 */
@NullMarked
package io.plumbline.graders.tasks.spreadsheet;

import org.jspecify.annotations.NullMarked;

/**
 * Generates briefs to ground in sources: claims, and sources that support, half-support or
 * contradict them or speak of something else.
 *
 * <p>The same seed gives the same bytes on every JDK, locale and time zone. May depend on the
 * records of {@code io.plumbline.graders.tasks}.
 */
@NullMarked
package io.plumbline.graders.tasks.citation;

import org.jspecify.annotations.NullMarked;

/** How sure a measured difference is. Plain Java on arrays of scores; depends on nothing. */
@NullMarked
package io.plumbline.graders.statistics;

import org.jspecify.annotations.NullMarked;

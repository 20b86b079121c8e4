/**
 * What a grade is and who gives it: environments, rubrics, graders, reward rules.
 *
 * <p>Knows no network and no model. May depend on {@code io.plumbline.graders.tasks} only; the
 * environments live in packages of their own beneath this one.
 */
@NullMarked
package io.plumbline.graders;

import org.jspecify.annotations.NullMarked;

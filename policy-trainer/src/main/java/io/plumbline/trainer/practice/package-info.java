/**
 * Tables to learn from: demonstrations that the embedded policy is pretrained and fine-tuned on. A
 * seed gives the same bytes on every JDK. May depend on the graders' tasks.
 */
@NullMarked
package io.plumbline.trainer.practice;

import org.jspecify.annotations.NullMarked;

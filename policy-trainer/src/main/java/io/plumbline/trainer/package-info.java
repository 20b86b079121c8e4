/** The policy trainer. Holds nothing yet; may depend on the client and on graders. */
@NullMarked
package io.plumbline.trainer;

import org.jspecify.annotations.NullMarked;

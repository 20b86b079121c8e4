/** The launcher's commands: the composition root, which alone knows all modules. */
@NullMarked
package io.plumbline.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The decoder: its weights as arrays that Java owns, its graph as TorchScript text, low-rank
 * adapters over it. May depend on {@code torch} and {@code checkpoint}.
 */
@NullMarked
package io.plumbline.trainer.model;

import org.jspecify.annotations.NullMarked;

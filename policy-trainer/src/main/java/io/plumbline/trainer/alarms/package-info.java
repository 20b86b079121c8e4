/** What a run watches for while it trains. Knows metrics and nothing of how they come about. */
@NullMarked
package io.plumbline.trainer.alarms;

import org.jspecify.annotations.NullMarked;

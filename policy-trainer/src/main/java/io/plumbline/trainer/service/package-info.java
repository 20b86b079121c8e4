/**
 * The policy service: runs, answers, scores and exports over gRPC, on a folder of runs. May depend
 * on every other package of the trainer; knows no transport and nobody who calls.
 */
@NullMarked
package io.plumbline.trainer.service;

import org.jspecify.annotations.NullMarked;

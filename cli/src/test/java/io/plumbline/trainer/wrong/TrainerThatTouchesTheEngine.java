package io.plumbline.trainer.wrong;

import ai.djl.pytorch.engine.PtNDArray;

/** Touches DJL's internals outside their package on purpose; see {@code ArchitectureTest}. */
public record TrainerThatTouchesTheEngine(PtNDArray array) {}

package io.plumbline.server.wrong;

import io.plumbline.trainer.wrong.TrainerThatKnowsTheServer;

/** Breaks the direction of dependencies on purpose; see {@code ArchitectureTest}. */
public record ServerThatKnowsTheTrainer(TrainerThatKnowsTheServer trainer) {}

package io.plumbline.trainer.wrong;

import io.plumbline.server.EnvironmentServer;

/** Breaks the direction of dependencies on purpose; see {@code ArchitectureTest}. */
public record TrainerThatKnowsTheServer(EnvironmentServer server) {}

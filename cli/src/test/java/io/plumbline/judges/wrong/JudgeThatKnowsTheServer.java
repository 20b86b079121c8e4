package io.plumbline.judges.wrong;

import io.plumbline.server.EnvironmentServer;

/** Breaks the direction of dependencies on purpose; see {@code ArchitectureTest}. */
public record JudgeThatKnowsTheServer(EnvironmentServer server) {}

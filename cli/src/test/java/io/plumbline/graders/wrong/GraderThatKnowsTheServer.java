package io.plumbline.graders.wrong;

import io.plumbline.server.EnvironmentServer;

/** Breaks the direction of dependencies on purpose; see {@code ArchitectureTest}. */
public record GraderThatKnowsTheServer(EnvironmentServer server) {}

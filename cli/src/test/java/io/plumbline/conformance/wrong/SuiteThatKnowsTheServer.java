package io.plumbline.conformance.wrong;

import io.plumbline.server.EnvironmentServer;

/** Breaks the direction of dependencies on purpose; see {@code ArchitectureTest}. */
public record SuiteThatKnowsTheServer(EnvironmentServer server) {}

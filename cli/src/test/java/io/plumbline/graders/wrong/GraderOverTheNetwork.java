package io.plumbline.graders.wrong;

import java.net.URI;

/** Breaks a rule on purpose; see {@code ArchitectureTest}. */
public record GraderOverTheNetwork(URI judge) {}

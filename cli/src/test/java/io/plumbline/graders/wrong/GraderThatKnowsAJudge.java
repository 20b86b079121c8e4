package io.plumbline.graders.wrong;

import io.plumbline.judges.Judge;

/** Breaks the direction of dependencies on purpose; see {@code ArchitectureTest}. */
public record GraderThatKnowsAJudge(Judge judge) {}

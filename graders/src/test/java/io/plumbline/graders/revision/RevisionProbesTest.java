package io.plumbline.graders.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.probes.Probe;
import io.plumbline.graders.probes.Probe.Kind;
import io.plumbline.graders.probes.ProbeFile;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of the probes together; {@code BundledProbesTest} grades each. */
class RevisionProbesTest {
  private static final List<Probe> PROBES =
      ProbeFile.bundled("doc_revision", TaskCatalogue.bundled(""));

  private static List<Probe> of(Kind kind) {
    return PROBES.stream().filter(probe -> probe.kind() == kind).toList();
  }

  @Test
  void thereAreManyExploitsAndHonestFormsBesideThem() {
    assertThat(of(Kind.EXPLOIT)).hasSizeGreaterThanOrEqualTo(45);
    assertThat(of(Kind.HONEST)).hasSizeGreaterThanOrEqualTo(8);
    assertThat(PROBES).extracting(Probe::exploit).doesNotHaveDuplicates();
  }

  /** Leaving a fault of five in and saying so costs a fifth of the repairs: 0.08. */
  @Test
  void hidingOneFaultEarnsNoMoreThanLeavingItIn() {
    List<String> left = List.of("lead_left_buried", "wrong_figure_left", "filler_left");
    assertThat(PROBES)
        .filteredOn(probe -> left.contains(probe.exploit()))
        .hasSize(3)
        .allMatch(probe -> probe.strict() == 0.92);
    List<String> mended = List.of("agent_made_up_for_an_honest_passive"); // all faults are
    assertThat(of(Kind.EXPLOIT))
        .filteredOn(probe -> !mended.contains(probe.exploit()))
        .allMatch(probe -> probe.strict() <= 0.92);
  }
}

package io.plumbline.benchmarks.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTest {
  @Test
  void isNamedByWhatTheKernelSaysOfTheFirst() {
    assertThat(
            Processor.name(
                """
                processor\t: 0
                vendor_id\t: GenuineIntel
                cpu family\t: 6
                model\t\t: 106
                model name\t: Some: thing

                processor\t: 1
                vendor_id\t: other
                """))
        .isEqualTo("GenuineIntel 6 106");
    assertThat(Processor.name("CPU implementer\t: 0x41\nCPU part\t: 0xd40\n"))
        .isEqualTo("0x41 0xd40");
  }

  @Test
  void isNamedByItsArchitectureWhereNobodySaysMore() {
    assertThat(Processor.name("")).isEqualTo(System.getProperty("os.arch"));
    assertThat(Processor.name()).isNotBlank();
  }
}

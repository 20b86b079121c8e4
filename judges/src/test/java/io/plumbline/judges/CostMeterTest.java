package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostMeterTest {
  private static final Usage MILLION = new Usage(1_000_000, 0);

  @Test
  void whatIsSetAsideForOneCallIsNotThereForAnother() {
    CostMeter meter = new CostMeter(new Pricing(1, 1, 2));
    assertThat(meter.setAside(MILLION)).isTrue();
    assertThat(meter.setAside(new Usage(0, 1_000_000))).isTrue();
    assertThat(meter.setAside(new Usage(1, 0))).isFalse();
    meter.settle(MILLION, Usage.NONE);
    assertThat(meter.setAside(MILLION)).isTrue();
    meter.settle(MILLION, MILLION);
    meter.settle(new Usage(0, 1_000_000), new Usage(0, 1_000_000));
    assertThat(meter.setAside(new Usage(0, 1))).isFalse();
    assertThat(meter.cost()).isEqualTo(new Cost(3, 1_000_000, 1_000_000, 2));
  }
}

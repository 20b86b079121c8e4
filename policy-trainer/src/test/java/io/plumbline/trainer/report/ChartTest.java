package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.trainer.report.Chart.Axis;
import io.plumbline.trainer.report.Chart.Point;
import io.plumbline.trainer.report.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChartTest {

  @Test
  void sharesStandOnAnAxisFromZeroToOneAsLongAsTheyAreShares() {
    assertThat(chart(true, 0.97, 0.99).y()).isEqualTo(new Axis(0, 1, 0.2));
    assertThat(chart(true, 0.5, 1.5).y().high()).isEqualTo(1.5);
  }

  @Test
  void zeroIsOnTheAxisUnlessTheValuesAreFarFromItAndClose() {
    assertThat(chart(false, 120, 270).y()).isEqualTo(new Axis(0, 300, 50));
    assertThat(chart(false, 2100, 2140).y()).isEqualTo(new Axis(2100, 2140, 10));
    assertThat(chart(false, -3, -1).y().high()).isZero();
  }

  @Test
  void oneValueHasAnAxisToo() {
    assertThat(chart(false, 0).y().ticks()).contains(0, 1);
    assertThat(chart(false, 7).x().ticks()).containsExactly(0, 1);
    assertThat(chart(false, -7).y().at(-7)).isBetween(0.0, 1.0);
  }

  @Test
  void valuesThatAreNotFiniteOrTooLargeMoveNoAxis() {
    assertThat(chart(false, 1, Double.NaN, Double.POSITIVE_INFINITY, -1e300, 3).y())
        .isEqualTo(chart(false, 1, 1, 1, 1, 3).y());
    assertThat(chart(false, Double.NaN).y().ticks()).isNotEmpty();
  }

  @Test
  void updatesHaveWholeTicks() {
    assertThat(chart(false, 1, 2, 3).x().ticks()).containsExactly(0, 1, 2);
  }

  @Test
  void everyValueStandsBetweenTheEndsAndTicksAreFew() {
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      double[] values = new double[1 + random.nextInt(4)];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
      }
      Axis y = chart(false, values).y();
      for (double value : values) {
        assertThat(y.at(value)).as("%s of %s", value, y).isBetween(-1e-9, 1 + 1e-9);
      }
      assertThat(y.ticks().length).as("%s", y).isBetween(2, 10);
      assertThat(y.ticks()[0]).isCloseTo(y.low(), within(y.step() * 1e-6));
    }
  }

  private static Chart chart(boolean share, double... values) {
    List<Point> points = new ArrayList<>();
    for (double value : values) {
      points.add(new Point(points.size(), value));
    }
    return new Chart("A chart", "update", share, List.of(new Series("a line", points)));
  }
}

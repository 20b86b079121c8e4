package io.plumbline.trainer.sampling;

import java.util.Arrays;
import java.util.List;

/** Adds up what the lanes' caches take, in places: a key and a value of each layer. */
final class CacheMeter {
  private final double mibOfPlace;
  private final long[] peaks;
  private double had;
  private double needed;
  private int mostExcess;

  /**
   * @param mibOfPlace what a place takes
   */
  CacheMeter(int lanes, double mibOfPlace) {
    this.mibOfPlace = mibOfPlace;
    peaks = new long[lanes];
  }

  /** Takes down a lane's call of {@code steps}, behind it. */
  synchronized void note(int lane, List<Cohort> cohorts, int steps) {
    long places = cohorts.stream().mapToLong(Cohort::had).sum();
    peaks[lane] = Math.max(peaks[lane], places);
    had += (double) places * steps;
    needed += (double) cohorts.stream().mapToLong(each -> each.needed(steps)).sum() * steps;
    for (Cohort cohort : cohorts) {
      mostExcess = Math.max(mostExcess, cohort.excess(steps));
    }
  }

  synchronized CacheUse use() {
    return new CacheUse(Arrays.stream(peaks).sum() * mibOfPlace, needed / had);
  }

  /** Most places that an answer in progress had beyond those that it needed. */
  synchronized int mostExcess() {
    return mostExcess;
  }
}

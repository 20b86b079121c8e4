package io.plumbline.trainer.sampling;

import java.util.Arrays;
import java.util.List;

/** Adds up what the lanes' caches take, in places: a key and a value of each layer. */
final class CacheMeter {
  private final double mibOfPlace;
  private final long[] present;
  private long peak;
  private double had;
  private double needed;
  private int mostExcess;

  /**
   * @param mibOfPlace what a place takes
   */
  CacheMeter(int lanes, double mibOfPlace) {
    this.mibOfPlace = mibOfPlace;
    present = new long[lanes];
  }

  /** Takes down a lane's call of {@code steps}, behind it. */
  synchronized void note(int lane, List<Cohort> cohorts, int steps) {
    long places = cohorts.stream().mapToLong(Cohort::had).sum();
    present[lane] = places;
    peak = Math.max(peak, Arrays.stream(present).sum());
    had += (double) places * steps;
    needed += (double) cohorts.stream().mapToLong(each -> each.needed(steps)).sum() * steps;
    for (Cohort cohort : cohorts) {
      mostExcess = Math.max(mostExcess, cohort.excess(steps));
    }
  }

  /** Takes down that a lane has no caches any more. */
  synchronized void clear(int lane) {
    present[lane] = 0;
  }

  synchronized CacheUse use() {
    return new CacheUse(peak * mibOfPlace, needed / had);
  }

  /** Most places that an answer in progress had beyond those that it needed. */
  synchronized int mostExcess() {
    return mostExcess;
  }
}

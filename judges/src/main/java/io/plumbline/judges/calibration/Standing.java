package io.plumbline.judges.calibration;

import java.util.Locale;

/** What a judge's scores in one dimension are good for. */
public enum Standing {
  /** Agreement of at least 0.80: they are part of the grade. */
  PAID,
  /** Agreement from 0.70 to below 0.80: they are shown, and pay nothing. */
  REPORTED,
  /** Agreement below 0.70: the judge is not asked. */
  EXCLUDED,
  /** No calibration for this endpoint, model and rubric: they are shown, and pay nothing. */
  UNCALIBRATED;

  /** The name used in files: {@code paid}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

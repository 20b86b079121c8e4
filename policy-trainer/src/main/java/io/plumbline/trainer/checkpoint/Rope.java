package io.plumbline.trainer.checkpoint;

/**
 * Rotary positions (Su et al., 2021): pair i of a head of width d turns by place ÷ divisor i, where
 * plain divisors are theta^(2i/d). The other kinds stretch the divisors of a model that was trained
 * on shorter texts, as {@code transformers}' {@code modeling_rope_utils.py} does.
 */
public sealed interface Rope {
  /** Base of the frequencies, above 1. */
  double theta();

  /**
   * What a place is divided by to give the angle of each pair, in radians: {@code headDim / 2}
   * numbers.
   */
  default double[] divisors(int headDim) {
    double[] divisors = new double[headDim / 2];
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] = stretched(Math.pow(theta(), 2.0 * i / headDim), i, headDim);
    }
    return divisors;
  }

  /** The divisor of pair {@code i} from its plain one. */
  double stretched(double plain, int i, int headDim);

  /** What cosines and sines are multiplied with. */
  default double attentionFactor() {
    return 1;
  }

  /** Positions as trained: {@code default}. */
  record Plain(double theta) implements Rope {
    public Plain {
      above("rope_theta", theta, 0);
    }

    @Override
    public double stretched(double plain, int i, int headDim) {
      return plain;
    }
  }

  /** Every place divided by {@code factor} (Chen et al., 2023): {@code linear}. */
  record Linear(double theta, double factor) implements Rope {
    public Linear {
      above("rope_theta", theta, 0);
      atLeast("factor", factor, 1);
    }

    @Override
    public double stretched(double plain, int i, int headDim) {
      return plain * factor;
    }
  }

  /**
   * Slow pairs divided by {@code factor}, fast ones left, those between blended by how often they
   * turn within the original context: {@code llama3}.
   *
   * @param lowFactor turns within the original context below which a pair is slow
   * @param highFactor turns above which it is fast; above {@code lowFactor}
   * @param original context in tokens, at least 1
   */
  record Llama3(double theta, double factor, double lowFactor, double highFactor, int original)
      implements Rope {
    public Llama3 {
      above("rope_theta", theta, 0);
      atLeast("factor", factor, 1);
      above("low_freq_factor", lowFactor, 0);
      above("high_freq_factor", highFactor, lowFactor);
      atLeast("original_max_position_embeddings", original, 1);
    }

    @Override
    public double stretched(double plain, int i, int headDim) {
      double turns = original / (2 * Math.PI * plain);
      double kept = Math.min(1, Math.max(0, (turns - lowFactor) / (highFactor - lowFactor)));
      return plain / (kept + (1 - kept) / factor);
    }
  }

  /**
   * Slow pairs divided by {@code factor}, fast ones left, those between blended by their number
   * (YaRN, Peng et al., 2023): {@code yarn}.
   *
   * @param original context in tokens, at least 1
   * @param betaFast turns within the original context above which a pair is left
   * @param betaSlow turns below which it is divided
   * @param truncate whether the bounds between them are rounded to whole pairs
   */
  record Yarn(
      double theta,
      double factor,
      int original,
      double betaFast,
      double betaSlow,
      double attentionFactor,
      boolean truncate)
      implements Rope {
    private static final double NO_WIDTH = 0.001;

    public Yarn {
      above("rope_theta", theta, 1);
      atLeast("factor", factor, 1);
      atLeast("original_max_position_embeddings", original, 1);
      above("beta_slow", betaSlow, 0);
      atLeast("beta_fast", betaFast, betaSlow);
      above("attention_factor", attentionFactor, 0);
    }

    /** What the paper gives cosines and sines for a factor: 0.1 · scale · ln factor + 1. */
    static double attention(double factor, double scale) {
      return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    @Override
    public double stretched(double plain, int i, int headDim) {
      double low = pair(betaFast, headDim);
      double high = pair(betaSlow, headDim);
      low = Math.max(0, truncate ? Math.floor(low) : low);
      high = Math.min(headDim - 1, truncate ? Math.ceil(high) : high);
      double width = low == high ? NO_WIDTH : high - low;
      double divided = Math.min(1, Math.max(0, (i - low) / width));
      return plain / (divided / factor + 1 - divided);
    }

    /** The number of the pair, as a fraction, that turns so often within the original context. */
    private double pair(double turns, int headDim) {
      return headDim * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }
  }

  private static void above(String field, double value, double bound) {
    if (!(value > bound && Double.isFinite(value))) {
      throw bad(field, value, "above " + shown(bound));
    }
  }

  private static void atLeast(String field, double value, double bound) {
    if (!(value >= bound && Double.isFinite(value))) {
      throw bad(field, value, "at least " + shown(bound));
    }
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static IllegalArgumentException bad(String field, double value, String expected) {
    return new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
  }
}

package io.plumbline.trainer.runs;

import java.util.Map;

/**
 * How a run learns. An update is a function of its number, the settings and the state before it.
 */
interface Updates {

  /**
   * Takes one update.
   *
   * @param update from 0
   * @param started when the run began or went on, by {@link System#nanoTime}
   * @return its metrics line
   */
  Map<String, Object> take(int update, long started) throws InterruptedException;

  /** The figures of a metrics line that are shown while the run goes on. */
  String figures(Map<String, Object> line);

  /** A figure of a line; NaN if it is not there. */
  static double number(Map<?, ?> of, String name) {
    return of.get(name) instanceof Double number ? number : Double.NaN;
  }
}

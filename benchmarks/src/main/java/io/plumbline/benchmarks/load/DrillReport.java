package io.plumbline.benchmarks.load;

import java.util.Map;

/**
 * What came of a drill.
 *
 * @param figures by name
 * @param passed whether the server did all that it must, however fast
 */
public record DrillReport(Map<String, Object> figures, boolean passed) {}

package io.plumbline.graders.preflight;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that a check found.
 *
 * @param failure which of the fifteen it is; says why it matters
 * @param severity whether it ruins a run or may
 * @param where the file or folder
 * @param saw what was seen, with the numbers
 * @param remedy what to do
 */
public record Finding(Failure failure, Severity severity, String where, String saw, String remedy) {

  /** How bad it is. */
  public enum Severity {
    /** What follows will be worthless or fail. */
    ERROR,
    /** It may be meant so; look at it. */
    WARNING
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", failure.number());
    json.put("failure", failure.label());
    json.put("severity", severity.name().toLowerCase(Locale.ROOT));
    json.put("where", where);
    json.put("saw", saw);
    json.put("why", failure.why());
    json.put("remedy", remedy);
    return json;
  }
}

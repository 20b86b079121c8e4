package io.plumbline.graders.preflight;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the checks found, and which of the fifteen nobody looked for: that is never a pass.
 *
 * @param checks that were made; several may look for one failure, in different places
 */
public record PreflightReport(List<Checked> checks) {
  public PreflightReport {
    checks = List.copyOf(checks);
  }

  /** All findings, in the order of the checks. */
  public List<Finding> findings() {
    return checks.stream().flatMap(check -> check.findings().stream()).toList();
  }

  /** What no check looked for, since nothing was given to look at. */
  public List<Failure> unchecked() {
    List<Failure> looked = checks.stream().map(Checked::failure).toList();
    return Arrays.stream(Failure.values()).filter(each -> !looked.contains(each)).toList();
  }

  /** As text: a line or more for each of the fifteen; ends with a line break. */
  public String text() {
    StringBuilder page = new StringBuilder();
    for (Failure failure : Failure.values()) {
      List<Checked> made = checks.stream().filter(each -> each.failure() == failure).toList();
      String head = String.format(Locale.ROOT, "%2d %s: ", failure.number(), failure.title());
      if (made.isEmpty()) {
        page.append(head).append("not checked (needs ").append(failure.needs()).append(")\n");
      }
      for (Checked check : made) {
        if (check.findings().isEmpty()) {
          page.append(head).append("clean; ").append(check.saw()).append('\n');
        }
        for (Finding finding : check.findings()) {
          page.append(head).append(finding.severity()).append(", ").append(finding.where());
          page.append("\n     saw: ").append(finding.saw());
          page.append("\n     why: ").append(failure.why());
          page.append("\n     do:  ").append(finding.remedy()).append('\n');
        }
      }
    }
    int found = findings().size();
    page.append("=> ").append(found == 1 ? "1 finding" : found + " findings").append("; ");
    page.append(Failure.values().length - unchecked().size()).append(" of ");
    page.append(Failure.values().length).append(" failures were looked for\n");
    return page.toString();
  }

  /** As the command writes it. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("findings", findings().stream().map(Finding::json).toList());
    json.put(
        "clean",
        checks.stream()
            .filter(check -> check.findings().isEmpty())
            .map(PreflightReport::clean)
            .toList());
    json.put("unchecked", unchecked().stream().map(Failure::label).toList());
    return json;
  }

  private static Map<String, Object> clean(Checked check) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", check.failure().number());
    json.put("failure", check.failure().label());
    json.put("saw", check.saw());
    return json;
  }
}

package io.plumbline.cli.policies;

import io.plumbline.graders.tasks.Task;

/** Writes outputs. The same task always gets the same one. */
public interface Policy {

  /** Its name on the command line and in tables. */
  String label();

  /** Whether its behaviour means anything there. */
  boolean supports(String environment);

  /** Its output for {@code task}, before any budget cuts it. */
  String write(Task task);
}

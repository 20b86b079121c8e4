package io.plumbline.graders.tasks;

/** What grading a task needs. Never sent to anyone. */
public sealed interface Reference permits TableReference, RevisionReference, CitationReference {

  /** An output that solves the task; empty where nobody wrote one. */
  String gold();
}

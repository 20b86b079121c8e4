package io.plumbline.graders.tasks;

/** What a generator has drawn: a task but for its place in a split. */
public interface TaskDraft {

  /** The document to work on; its hash decides which split the task belongs to. */
  String input();

  /**
   * The task.
   *
   * @param id unique in a catalogue
   * @param split where it is filed
   * @param seed its number within the split
   */
  Task task(String id, String split, long seed);
}

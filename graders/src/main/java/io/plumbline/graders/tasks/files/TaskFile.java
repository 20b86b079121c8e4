package io.plumbline.graders.tasks.files;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Task files: JSONL in UTF-8, one task a line, blank lines ignored. The form is collab-eval's:
 *
 * <pre>
 * case_id                   text, 1 to 200 characters, no control characters; unique in the file
 * task_type                 spreadsheet_clean, doc_revision or citation_ground
 * input                     text, at most 1,048,576 characters
 * gold_or_reference_output  text, at most 1,048,576 characters; default empty
 * difficulty                easy, medium or hard; default medium
 * known_failure_modes       list of texts: the task's traits; default none
 * expected_metadata
 *   expected_row_count      integer, at least 0; required for spreadsheet_clean
 *   required_columns        list of texts; default Quarter, Revenue, OpEx, Headcount, Notes
 *   unit_normalization
 *     forbidden_pattern     RE2 expression, at most 1000 characters with its
 *                           counted repeats written out; default money in millions
 * </pre>
 *
 * <p>Plumbline adds, all of it optional:
 *
 * <pre>
 * intent                    text
 * constraints               list of texts
 * sources                   list of {"name": text, "text": text}; default none
 * expected_metadata
 *   key_columns             required columns; default Quarter if required, else the first of them
 *   money_columns           required columns; default those of Revenue and OpEx that are required
 *   required_citations      integer, at least 0; default 2
 *   anchor_phrases          list of texts; default collab-eval's two
 *   claims                  list of objects, at most 64; default none
 *     anchor                words of the input, letter for letter
 *     supports              names of sources; default none
 *     half_supports         names of sources; default none
 *     contradicts           names of sources; default none
 *   faults                  what is wrong with a doc_revision's input, at most 32; default none
 *     kind                  figure, lead, passive or filler
 *     planted               what the input has; not for a lead
 *     repaired              what the gold has instead, whole sentences
 *     wrong, right          of a figure: parts of planted and of repaired
 *     filler                of a filler: a part of planted, at least two words
 * </pre>
 *
 * <p>A null is a field that is not there. Other fields, {@code generation_seed} and {@code
 * primary_dimension} among them, are ignored: a task's seed is its place in the file, from 0.
 */
public final class TaskFile {
  private static final long MAX_BYTES = 256L << 20;

  private TaskFile() {}

  /**
   * The tasks of a file as a finite split that is not open, named by the file's name without its
   * last extension.
   *
   * @throws TaskFileException if the file cannot be read, holds no task or tasks of several
   *     environments (a split has one), or a line is not as described above; names file, line and
   *     field
   */
  public static TaskSplit read(Path file) throws TaskFileException {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    if (stem.isBlank() || stem.chars().anyMatch(Character::isISOControl)) {
      throw new TaskFileException(
          "tasks: " + file + " (expected: a file name that can name a split)");
    }
    try {
      return parse(name, stem, false, InputFile.bytes(file, MAX_BYTES));
    } catch (InputFileException e) {
      throw new TaskFileException("tasks: " + e.getMessage());
    }
  }

  /**
   * One task as a line of such a file, without the line end. Reading it back gives a task of the
   * same content hash. Contains the reference: not for agents' eyes.
   */
  public static String line(Task task) {
    return TaskWriter.line(task);
  }

  /**
   * The task of one line, as files of other kinds may hold it.
   *
   * @param where starts every message: the file and the line
   * @param split the split that its id names
   * @param seed its place there, from 0
   * @throws TaskFileException if the line is not as described above
   */
  public static Task task(String line, String where, String split, int seed)
      throws TaskFileException {
    return TaskReader.task(line, where, split, seed);
  }

  /** The tasks in {@code bytes}; {@code file} is what errors call it. */
  static TaskSplit parse(String file, String split, boolean open, byte[] bytes)
      throws TaskFileException {
    List<Task> tasks = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    int number = 0;
    for (String line : text(file, bytes).lines().toList()) {
      number++;
      String where = file + ":" + number + ": ";
      if (line.isBlank()) {
        continue;
      }
      Task task = TaskReader.task(line, where, split, tasks.size());
      String key = FileSplit.key(task);
      Integer earlier = lines.putIfAbsent(key, number);
      if (earlier != null) {
        throw new TaskFileException(
            where + "case_id: " + key + " (expected: unique, but line " + earlier + " has it)");
      }
      if (!tasks.isEmpty() && !tasks.get(0).environment().equals(task.environment())) {
        throw new TaskFileException(
            where
                + "task_type: "
                + task.environment()
                + " (expected: "
                + tasks.get(0).environment()
                + ", as in the lines before; a file holds one environment)");
      }
      tasks.add(task);
    }
    if (tasks.isEmpty()) {
      throw new TaskFileException(file + ": no tasks (expected: at least one line)");
    }
    return new FileSplit(tasks.get(0).environment(), split, open, tasks);
  }

  private static String text(String file, byte[] bytes) throws TaskFileException {
    try {
      return InputFile.decode(file, bytes);
    } catch (InputFileException e) {
      throw new TaskFileException(e.getMessage());
    }
  }
}

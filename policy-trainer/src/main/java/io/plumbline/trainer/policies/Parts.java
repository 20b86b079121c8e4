package io.plumbline.trainer.policies;

import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/** A gold output as the parts that a policy may lose or repeat: table rows, or sentences. */
record Parts(String head, List<String> parts, String separator) {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+");

  static Parts of(Task task) {
    String gold = task.reference().gold();
    if (task.reference() instanceof TableReference) {
      List<String> lines = new ArrayList<>(Table.parse(gold).lines());
      String header = lines.isEmpty() ? "" : lines.remove(0);
      return new Parts(header, lines, "");
    }
    return new Parts("", Arrays.asList(SENTENCE_END.split(gold)), " ");
  }

  /** The head and each part as often as {@code times} says for its index. */
  String join(IntUnaryOperator times) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      kept.addAll(Collections.nCopies(times.applyAsInt(i), parts.get(i)));
    }
    return head + String.join(separator, kept);
  }
}

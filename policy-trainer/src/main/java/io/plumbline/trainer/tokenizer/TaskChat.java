package io.plumbline.trainer.tokenizer;

import io.plumbline.env.v1.Observation;
import io.plumbline.trainer.chat.ChatMessage;
import java.util.List;

/**
 * A task as a conversation, the same for every model: the system message says what is asked and
 * what has to hold, the user's message is the document and, behind it, the sources.
 */
final class TaskChat {
  private TaskChat() {}

  static List<ChatMessage> messages(Observation task) {
    StringBuilder system = new StringBuilder(task.getIntent());
    if (task.getConstraintsCount() > 0) {
      system.append("\n\nConstraints:");
      task.getConstraintsList().forEach(each -> system.append("\n- ").append(each));
    }
    system.append("\n\nAnswer with the finished text and nothing else.");
    StringBuilder user = new StringBuilder(task.getInput());
    task.getSourcesList()
        .forEach(
            source ->
                user.append("\n\n")
                    .append(source.getName())
                    .append(":\n")
                    .append(source.getText()));
    return List.of(
        new ChatMessage("system", system.toString()), new ChatMessage("user", user.toString()));
  }
}

package io.plumbline.trainer.chat;

/** A chat template that does not parse, asks for what is not supported, or raises by itself. */
public final class ChatTemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ChatTemplateException(String problem) {
    super(problem);
  }

  ChatTemplateException(int line, String problem) {
    super("line " + line + ": " + problem);
  }
}

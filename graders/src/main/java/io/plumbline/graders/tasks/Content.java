package io.plumbline.graders.tasks;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reference says, text by text; a list begins with its length, so that no two read alike.
 */
final class Content {
  private final List<String> texts = new ArrayList<>();

  Content add(String text) {
    texts.add(text);
    return this;
  }

  Content add(List<String> list) {
    texts.add(Integer.toString(list.size()));
    texts.addAll(list);
    return this;
  }

  List<String> texts() {
    return List.copyOf(texts);
  }
}

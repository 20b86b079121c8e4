package io.plumbline.graders.redteam;

import java.util.List;

/**
 * What outputs of a task are made from.
 *
 * @param gold the reference's output
 * @param input the document to work on
 * @param texts all that the search starts from and may quote: the gold and the input first, then
 *     sources, golds of other tasks, former exploits
 */
record Material(String gold, String input, List<String> texts) {
  Material {
    texts = List.copyOf(texts);
  }
}

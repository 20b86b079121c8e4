package io.plumbline.graders.citation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a text of the task: its words become known. */
final class TaskReader extends SentenceScan {
  private final List<Sentence> sentences = new ArrayList<>();
  private final Tone tone = new Tone();
  private long strong;

  TaskReader(String text, WordTable words, SourceNames names) {
    super(text, new char[BriefIndex.WORDS], words, names, false);
  }

  @Override
  protected int id(int hash, int from, int to) {
    int id = words.add(text, from, to);
    words.flag(id, Lexicon.IN_TASK);
    return id;
  }

  @Override
  protected void endOfSentence() {
    if (count == 0) {
      return;
    }
    tone.read(words, ids, count);
    strong |= tone.strong();
    sentences.add(new Sentence(sentences.size(), Arrays.copyOf(ids, count), prose, asks, tone));
  }

  /** Those with a word, in their order. */
  List<Sentence> sentences() {
    return sentences;
  }

  /** The bits of its words that overstate. */
  long strong() {
    return strong;
  }
}

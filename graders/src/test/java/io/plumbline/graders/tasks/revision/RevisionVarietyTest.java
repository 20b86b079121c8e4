package io.plumbline.graders.tasks.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much 10,000 drafts differ. */
@Tag("once")
class RevisionVarietyTest {
  private static final int DRAFTS = 10_000;

  /** Words that make a sentence's frame; all others may be exchanged for their like. */
  private static final Set<String> FRAME =
      Set.of(
          ("a an the and or but of to in on at for by with from as that this these it its is are"
                  + " was were be been has have had will should can could may no not so than then"
                  + " there who what when where if because while all each any both more most only"
                  + " until after before without out up off away back over down again we us our")
              .split(" ", -1));

  private static final Set<String> skeletons = new HashSet<>();
  private static final Set<String> frames = new HashSet<>();
  private static final Set<String> sentences = new HashSet<>();
  private static final Map<String, Integer> vocabulary = new HashMap<>();
  private static final List<Integer> lengths = new ArrayList<>();
  private static int sentenceCount;

  @BeforeAll
  static void draw() {
    for (long seed = 0; seed < DRAFTS; seed++) {
      String input = Draft.draw(new SplitMix64(seed)).input();
      lengths.add(input.strip().split("\\s+", -1).length);
      for (String sentence : sentences(input)) {
        sentenceCount++;
        sentences.add(sentence);
        skeletons.add(skeleton(sentence));
        frames.add(frame(sentence));
      }
    }
  }

  /** The sentences below the heading, without their stops. */
  static List<String> sentences(String text) {
    List<String> sentences = new ArrayList<>();
    String[] paragraphs = text.strip().split("\n\n", -1);
    for (int i = 1; i < paragraphs.length; i++) {
      for (String sentence : paragraphs[i].split("\\. ", -1)) {
        sentences.add(
            sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence);
      }
    }
    return sentences;
  }

  /** Figures and names left out. */
  private static String skeleton(String sentence) {
    return sentence.replaceAll("[0-9][0-9,:]*", "#").replaceAll(" ([A-Z][a-z]+ ?)+", " @ ");
  }

  /** Only the frame's words; every run of others is one mark. */
  private static String frame(String sentence) {
    StringBuilder frame = new StringBuilder();
    boolean open = false;
    for (String word : sentence.split(" ", -1)) {
      String plain = word.replaceAll("[^A-Za-z]", "");
      if (!plain.isEmpty() && Character.isLowerCase(plain.charAt(0))) {
        vocabulary.merge(plain, 1, Integer::sum);
      }
      boolean framing = FRAME.contains(plain.toLowerCase(java.util.Locale.ROOT));
      frame.append(framing ? " " + plain : open ? "" : " _");
      open = !framing;
    }
    return frame.toString();
  }

  @Test
  void sentencesHaveManySkeletonsAndSeldomComeTwice() {
    assertThat(skeletons).hasSizeGreaterThan(50_000);
    assertThat(frames).hasSizeGreaterThan(5_000);
    assertThat(sentences.size()).isGreaterThan(sentenceCount * 6 / 10);
  }

  @Test
  void theirWordsAreManyAndNoneButTheMostCommonPrevail() {
    assertThat(vocabulary).hasSizeGreaterThan(1_000);
    int all = vocabulary.values().stream().mapToInt(Integer::intValue).sum();
    vocabulary.forEach(
        (word, count) -> assertThat(FRAME.contains(word) || count < all / 50).as(word).isTrue());
  }

  @Test
  void theirLengthsSpread() {
    List<Integer> sorted = lengths.stream().sorted().toList();
    assertThat(sorted.get(0)).isGreaterThanOrEqualTo(120);
    assertThat(sorted.get(DRAFTS - 1)).isLessThanOrEqualTo(500);
    assertThat(sorted.get(DRAFTS / 10)).isLessThan(170);
    assertThat(sorted.get(DRAFTS * 9 / 10)).isGreaterThan(250);
  }
}

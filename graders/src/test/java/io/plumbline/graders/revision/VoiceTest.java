package io.plumbline.graders.revision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceTest {

  private static boolean isPassive(String sentence) {
    Tokens tokens = new Tokens(new Alphabet("", "")).start(sentence);
    Voice voice = new Voice();
    boolean passive = false;
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      passive |= voice.completes(kind, tokens);
    }
    return passive;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The pier was painted.",
        "The note was written by Ada.",
        "Is it known? It is known.",
        "The plans were drawn up in May.",
        "The plan was carefully written.",
        "It was not yet very carefully read.",
        "The lamps have been taken away.",
        "The lamps are being sold.",
        "The shed got broken in the storm.",
        "Two windows get cleaned each week.",
        "The note wasn't sent.",
        "They're held in the store.",
        "The offer was, after a long debate, withdrawn.",
        "The offer was, in short, finally chosen.",
        "So it Is Written",
        "It was 'rebuilt' twice.",
        "It was\nsplit in two.",
      })
  void findsThePassiveVoice(String sentence) {
    assertThat(isPassive(sentence)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada wrote the note.",
        "The pier is red.",
        "The lift was slow but safe.",
        "He is indeed a friend.",
        "The crew was at the ramp and painted it.",
        "She has written to the board.",
        "There was a need for speed.",
        "The board was short of time. Painted boats lay idle.",
        "It was by the river.",
        "The fee is one hundred.",
        "Work was over, as all knew, when Ada painted the door.",
        "The basin is shallow by the lock",
        "was",
        "",
      })
  void findsNoneInTheActive(String sentence) {
    assertThat(isPassive(sentence)).isFalse();
  }
}

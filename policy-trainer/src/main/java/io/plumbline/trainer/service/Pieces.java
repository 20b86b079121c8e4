package io.plumbline.trainer.service;

import io.plumbline.policy.v1.End;
import io.plumbline.policy.v1.GenerateResponse;
import io.plumbline.policy.v1.Piece;
import io.plumbline.policy.v1.Token;
import io.plumbline.trainer.sampling.Completion;
import java.util.function.Consumer;
import java.util.function.Function;

/** Cuts an answer that is being written into pieces whose texts add up to its own. */
final class Pieces implements Consumer<Completion> {
  /** What a character is read as whose bytes are not all there. */
  private static final char INCOMPLETE = '\uFFFD';

  private final Function<int[], String> decode;
  private final Consumer<GenerateResponse> out;
  private int tokens;
  private int characters;

  /**
   * @param decode the text of tokens
   * @param out takes the pieces
   */
  Pieces(Function<int[], String> decode, Consumer<GenerateResponse> out) {
    this.decode = decode;
    this.out = out;
  }

  /** All of the answer so far. */
  @Override
  public void accept(Completion soFar) {
    send(soFar, false);
  }

  /** The whole answer. */
  void end(Completion answer) {
    send(answer, true);
    End end =
        End.newBuilder()
            .setTerminated(answer.stopped())
            .setTruncated(!answer.stopped())
            .setTokens(answer.tokens().length)
            .build();
    out.accept(GenerateResponse.newBuilder().setEnd(end).build());
  }

  private void send(Completion soFar, boolean whole) {
    String text = decode.apply(soFar.text());
    int until = text.length();
    while (!whole
        && !soFar.stopped()
        && until > characters
        && text.charAt(until - 1) == INCOMPLETE) {
      until--;
    }
    if (tokens == soFar.tokens().length && until == characters) {
      return;
    }
    Piece.Builder piece = Piece.newBuilder().setText(text.substring(characters, until));
    for (int i = tokens; i < soFar.tokens().length; i++) {
      piece.addTokens(Token.newBuilder().setId(soFar.tokens()[i]).setLogProb(soFar.logProbs()[i]));
    }
    tokens = soFar.tokens().length;
    characters = until;
    out.accept(GenerateResponse.newBuilder().setPiece(piece).build());
  }
}

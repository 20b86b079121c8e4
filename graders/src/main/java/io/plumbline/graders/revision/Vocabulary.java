package io.plumbline.graders.revision;

/** The words of a draft and its gold, and what of a text is a name to them. */
final class Vocabulary {
  private final Alphabet alphabet;
  private final String draft;

  /**
   * Names: capitals amid a sentence, words with digits or of capitals alone, and a sentence's first
   * word before such a one, unless it comes with a small letter elsewhere.
   */
  private final LongTable names = new LongTable();

  /** Every word, in small letters. */
  private final LongTable known = new LongTable();

  Vocabulary(String draft, String gold) {
    this.draft = draft;
    alphabet = new Alphabet(draft, gold);
    LongTable small = new LongTable();
    collectNames(draft, small);
    collectNames(gold, small);
    collectFirstNames(draft, small);
    collectFirstNames(gold, small);
  }

  Tokens tokens() {
    return new Tokens(alphabet);
  }

  Tokens tokens(String text) {
    return tokens().start(text);
  }

  private void collectNames(String text, LongTable small) {
    Tokens tokens = tokens(text);
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.WORD) {
        known.put(tokens.lowered());
        if (tokens.hash() == tokens.lowered()) {
          small.put(tokens.hash());
        }
        if (isName(tokens)) {
          names.put(tokens.hash());
        }
      }
    }
  }

  private void collectFirstNames(String text, LongTable small) {
    Tokens tokens = tokens(text);
    long first = 0;
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.WORD && tokens.isFirst()) {
        boolean isFirstName =
            tokens.hash() != tokens.lowered() && !small.contains(tokens.lowered());
        first = isFirstName ? tokens.hash() : 0;
        continue;
      }
      if (first != 0 && kind == Tokens.WORD && isName(tokens) && !tokens.isBroken()) {
        names.put(first);
      }
      first = 0;
    }
  }

  /** The pronoun is no name. */
  private static boolean isName(Tokens token) {
    return token.isName() && token.to() - token.from() > 1;
  }

  /** The token as pairs have it: a word without its capitals unless these are a name's. */
  long word(Tokens token) {
    return token.hash() != token.lowered() && !names.contains(token.hash())
        ? token.lowered()
        : token.hash();
  }

  /** The token as facts have it: a figure, a name or a negation; 0 if it is none. */
  long fact(Tokens token, byte kind) {
    if (kind == Tokens.FIGURE) {
      return token.hash() ^ foreignCurrency(token.currency());
    }
    if (token.isForeign() || names.contains(token.hash())) {
      return token.hash();
    }
    if (Words.isNegation(token)) {
      return Words.NEGATION;
    }
    boolean isKnown = !token.hasInnerCapital() && known.contains(token.lowered());
    return isName(token) && !isKnown ? token.hash() : 0;
  }

  /** 0 unless neither draft nor gold know the currency by sign or by name. */
  private long foreignCurrency(char sign) {
    boolean home =
        switch (sign) {
          case 0 -> true;
          case '$' -> isKnown("dollars", "dollar");
          case '\u20ac' -> isKnown("euros", "euro");
          default -> isKnown("pounds", "pound");
        };
    return home || draft.indexOf(sign) >= 0 ? 0 : Hashes.mix(sign);
  }

  private boolean isKnown(String plural, String singular) {
    return known.contains(Hashes.of(plural)) || known.contains(Hashes.of(singular));
  }
}

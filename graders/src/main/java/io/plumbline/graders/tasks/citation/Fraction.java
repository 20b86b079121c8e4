package io.plumbline.graders.tasks.citation;

import java.util.List;

/** A fraction and how a brief says it. */
record Fraction(int part, int whole, String words) {

  /** How far something moved. */
  static final List<Fraction> CHANGES =
      List.of(
          new Fraction(1, 10, "a tenth"),
          new Fraction(1, 5, "a fifth"),
          new Fraction(1, 4, "a quarter"),
          new Fraction(1, 3, "a third"),
          new Fraction(2, 5, "two fifths"));

  /** How many of a group, in rising order. */
  static final List<Fraction> SHARES =
      List.of(
          new Fraction(1, 5, "a fifth"),
          new Fraction(1, 4, "a quarter"),
          new Fraction(1, 3, "a third"),
          new Fraction(2, 5, "two fifths"),
          new Fraction(1, 2, "half"),
          new Fraction(3, 5, "three fifths"),
          new Fraction(2, 3, "two thirds"),
          new Fraction(3, 4, "three quarters"),
          new Fraction(4, 5, "four fifths"));

  int of(int number) {
    return number * part / whole;
  }

  double value() {
    return (double) part / whole;
  }
}

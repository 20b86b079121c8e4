package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.List;

/** Draws text cells as people write them: with commas, quotation marks and line breaks. */
interface Writing {
  List<String> PEOPLE =
      List.of(
          "Ms Adeyemi",
          "J. Kowalski",
          "the clerk",
          "Mr Brandt",
          "I. Ferrari",
          "our driver",
          "Dr Nakata",
          "the auditor",
          "S. O'Neill",
          "Mrs Lindqvist",
          "the caretaker",
          "R. Silva");

  List<String> STATES =
      List.of(
          "signed copy on file",
          "answer due in May",
          "checked twice",
          "no reply so far",
          "agreed by phone",
          "sent back once",
          "second page missing",
          "counted again on Friday",
          "see the letter",
          "paid by transfer",
          "stamp hard to read",
          "handed over in person",
          "key left at the desk",
          "photos in the folder",
          "invoice to follow",
          "kept until autumn",
          "copied from the old book",
          "waiting for the seal",
          "approved as it stands",
          "price fixed for a year",
          "two boxes open",
          "name corrected",
          "receipt torn",
          "first of three parts");

  /** Lines that look like no data; within a cell they are. */
  List<String> DECOYS =
      List.of(
          "Total agreed by phone",
          "-----",
          "Subtotal still open",
          "* * *",
          "(see file)",
          "Total, as of last week: none",
          "=====",
          "(internal)");

  /**
   * Draws a cell.
   *
   * @param form below {@link #FORMS}: 0 has a line break and 1 a quotation or a comma, the others
   *     whatever comes
   */
  String draw(SplitMix64 random, int form);

  /** How many forms a caller may ask for. */
  int FORMS = 10;

  /** Notes on one of {@code topics}, or none; dates and figures in them are part of the text. */
  static Writing notes(List<String> topics) {
    return (random, form) -> {
      String topic = random.pick(topics);
      String state = random.pick(STATES);
      String other = random.pick(STATES);
      return switch (form) {
        case 0 -> topic + "\n" + (random.chance(50) ? random.pick(DECOYS) + "\n" : "") + state;
        case 1 -> random.pick(PEOPLE) + ": \"" + topic + ", " + state + "\"";
        case 2 -> topic + ", " + state;
        case 3 -> topic + ":\n- " + state + "\n- " + other;
        case 4 -> topic + "\n\n" + state;
        case 5 -> topic + " since " + LocalForms.anyDay(random) + ", " + state;
        case 6 -> topic + ": " + random.between(2, 9) + "." + random.between(100, 899) + " sheets";
        case 7 -> "\"" + topic + "\" (" + random.pick(PEOPLE) + ")";
        case 8 -> topic + " - " + state;
        default -> "";
      };
    };
  }

  /** Addresses on two lines or one: {@code 14 Quay Row / Floor 2, Unit B}. */
  static Writing addresses(List<String> streets, List<String> towns) {
    return (random, form) -> {
      String street = random.between(1, 240) + " " + random.pick(streets);
      String town = random.pick(towns);
      String unit = "Unit " + (char) ('A' + random.below(8));
      int floor = random.between(1, 7);
      return switch (form % 4) {
        case 0 -> street + "\nFloor " + floor + ", " + unit + "\n" + town;
        case 1 -> "\"" + random.pick(streets) + " House\", " + unit + ", " + town;
        case 2 -> street + ", " + town;
        default -> street + "\n" + town;
      };
    };
  }

  /** Titles with what they name: {@code "Harbour at Dusk", oil}. */
  static Writing titles(List<String> first, List<String> second, List<String> kinds) {
    return (random, form) -> {
      String title = random.pick(first) + " " + random.pick(second);
      String kind = random.pick(kinds);
      int piece = random.between(2, 12);
      return switch (form % 4) {
        case 0 -> title + "\n" + kind + ", signed";
        case 1 -> "\"" + title + "\", " + kind;
        case 2 -> title + ", " + piece + " pieces, " + kind;
        default -> title + " (" + kind + ")";
      };
    };
  }
}

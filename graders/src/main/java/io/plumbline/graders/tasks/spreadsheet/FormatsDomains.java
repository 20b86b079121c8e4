package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.spreadsheet.Column.Amount;
import io.plumbline.graders.tasks.spreadsheet.Column.Choice;
import io.plumbline.graders.tasks.spreadsheet.Column.Currency;
import io.plumbline.graders.tasks.spreadsheet.Column.Day;
import io.plumbline.graders.tasks.spreadsheet.Column.Figure;
import io.plumbline.graders.tasks.spreadsheet.Column.KeyPart;
import io.plumbline.graders.tasks.spreadsheet.Column.Prose;
import java.util.List;

/**
 * The kinds of tables of the formats splits and their words. The first column of choices says where
 * a row is from, which may decide how it is written. As with {@link Domains}, any change here
 * changes what seeds mean.
 */
final class FormatsDomains {
  static final String CURRENCY = "Currency";

  private static final String DATE = "(date)";
  private static final String SUM = "(amount)";
  private static final String TEXT = "(free text)";

  private static final Domain INVOICES =
      new Domain(
          "Clean this list of supplier invoices so that the payment run can take it over.",
          List.of(
              new KeyPart("Invoice", "(our number)"),
              new Choice(
                  "Branch", "(place)", "Office", List.of("Leeds", "Boston", "Turin", "Geneva")),
              new Choice(
                  "Supplier",
                  "(name)",
                  "Vendor",
                  words(
                      "Hartley, Voss & Sons; Brandt \"Nordlicht\" GmbH; Łódź Papier; "
                          + "O'Dell, Finch and Co.; Café \"Zur Linde\"; Ferrari Imballaggi; "
                          + "Société Meunier, Lille; Pine & Ash")),
              new Day("Issued", DATE, "Invoice Date", false, false),
              new Day("Due", DATE, "Payable By", false, true),
              new Amount("Net", SUM, "Net Amount", 3, 48000, false),
              new Amount("Freight", SUM, "Carriage", 1, 900, false),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Remarks",
                  TEXT,
                  "Comment",
                  Writing.notes(
                      words(
                          "paper rolls; shelf brackets; winter coats for the yard; label printer;"
                              + " two pallets of glass; office chairs; cleaning contract; cable"
                              + " drums; tea and biscuits; spare keys; paint, white; steel"
                              + " bolts")))),
          Keys.codes("INV-"),
          false,
          List.of("Booked By", "Cost Centre", "Folder"));

  private static final Domain TRAVEL =
      new Domain(
          "Clean these travel expenses so that payroll can refund them.",
          List.of(
              new Day("Travelled", DATE, "", true, false),
              new KeyPart("Traveller", "(name)"),
              new Choice(
                  "Office",
                  "(place)",
                  "Home Office",
                  List.of("Dublin", "Denver", "Madrid", "Vienna")),
              new Amount("Fare", SUM, "Ticket", 2, 2400, false),
              new Amount("Meals", SUM, "Board", 1, 260, true),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Purpose",
                  TEXT,
                  "Reason",
                  Writing.notes(
                      words(
                          "site visit; trade fair; contract talks; first aid course; interview day;"
                              + " union meeting; data centre move; court hearing; supplier audit;"
                              + " opening of the new hall; language course; training on the"
                              + " press")))),
          Keys.daysWithNames(
              words(
                  "Adeyemi, Tola; Brandt, Uwe; Ferrari, Ilaria; Kowalski, Jan; "
                      + "Lindqvist, Maja; Nakata, Ren; O'Neill, Sean; Silva, Rosa")),
          false,
          List.of("Approved By", "Voucher", "Team"));

  private static final Domain FUEL =
      new Domain(
          "Clean this fuel log so that the fleet report can add it up.",
          List.of(
              new Day("Filled", DATE, "", true, false),
              new KeyPart("Vehicle", "(name)"),
              new Choice(
                  "Depot", "(place)", "Yard", List.of("Ghent", "Aarhus", "Porto", "Chicago")),
              new Figure("Litres", "(pump)", "Volume", 3, 4000, 180000, "l"),
              new Figure("Odometer", "(dashboard)", "Reading", 0, 400, 390000, "km"),
              new Amount("Cost", SUM, "Paid", 6, 420, false),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Remarks",
                  TEXT,
                  "Driver Note",
                  Writing.notes(
                      words(
                          "cracked mirror; new wipers; winter tyres; card refused at the first"
                              + " pump; engine light on; oil topped up; trailer hired; wash"
                              + " skipped; toll tag missing; hose leaking; tank cap replaced; long"
                              + " detour")))),
          Keys.daysByPlace(words("Van 1; Van 2; Van 7; Truck 3; Truck 4; Bus 12")),
          false,
          List.of("Pump", "Card No", "Shift"));

  private static final Domain GIFTS =
      new Domain(
          "Clean this list of gifts so that the charity's receipts can be printed from it.",
          List.of(
              new KeyPart("Receipt", "(number)"),
              new Choice(
                  "Chapter",
                  "(place)",
                  "Local Group",
                  List.of("Bristol", "Ottawa", "Lyon", "Krakow")),
              new Choice(
                  "Donor",
                  "(as signed)",
                  "Given By",
                  words(
                      "Okafor, Lena; The \"Tuesday\" Choir; Petrov, D. and M.; "
                          + "Harbour Rowing Club; Anonymous; Müller, Jörg; Class 4b, Mill School; "
                          + "Estate of A. Bell")),
              new Day("Received", DATE, "Date In", false, false),
              new Amount("Gift", SUM, "Donation", 5, 9000, false),
              new Amount("Fee", SUM, "Bank Fee", 1, 40, true),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Dedication",
                  TEXT,
                  "Message",
                  Writing.notes(
                      words(
                          "for the garden; in memory of Ida; for the new roof; towards the boat; "
                              + "for the night shelter; for the youth band; instead of flowers; "
                              + "for school meals; for the well; towards the archive; "
                              + "for whoever needs it; with thanks to the nurses")))),
          Keys.codes("D"),
          false,
          List.of("Entered By", "Campaign", "Envelope"));

  private static final Domain TILLS =
      new Domain(
          "Clean these till reports so that the market's books can be closed.",
          List.of(
              new Day("Day", DATE, "", true, false),
              new KeyPart("Till", "(number)"),
              new Choice(
                  "Market", "(place)", "Square", List.of("Bruges", "Austin", "Zurich", "Seville")),
              new Amount("Takings", SUM, "Cash In", 40, 7400, false),
              new Amount("Corrections", SUM, "Voids", 1, 190, true),
              new Figure("Tickets", "(sold)", "Slips", 0, 14, 5200, ""),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Remarks",
                  TEXT,
                  "Till Note",
                  Writing.notes(
                      words(
                          "drawer stuck; roll changed; float too small; forged note; power cut at"
                              + " noon; queue at the gate; price list out of date; refund for wet"
                              + " hay; card reader slow; keys with the warden; early close; counted"
                              + " by two")))),
          Keys.daysByPlace(words("Till 1; Till 2; Till 3; Till 5; Kiosk A; Kiosk B")),
          false,
          List.of("Cashier", "Bag No", "Weather"));

  private static final Domain LOTS =
      new Domain(
          "Clean this list of auction lots so that the catalogue can be typeset from it.",
          List.of(
              new KeyPart("Lot", "(number)"),
              new Choice(
                  "Saleroom", "(place)", "Room", List.of("Bath", "Montreal", "Antwerp", "Milan")),
              new Prose(
                  "Title",
                  TEXT,
                  "Description",
                  Writing.titles(
                      words(
                          "Harbour; Orchard; Two Sisters; Mill; Winter Road; Red Barn; Ferry; "
                              + "Old Bridge"),
                      words(
                          "at Dusk; in Rain; by Lamplight; after the Flood; with Swans; "
                              + "from the North"),
                      words(
                          "oil on board; ink and wash; etching; coloured print; bronze; glazed"
                              + " clay"))),
              new Day("Sold On", DATE, "Sale Date", false, true),
              new Amount("Estimate", SUM, "Guide Price", 20, 18000, false),
              new Amount("Hammer Price", SUM, "Result", 15, 26000, false),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Condition",
                  TEXT,
                  "Report",
                  Writing.notes(
                      words(
                          "frame chipped; back relined; slight foxing; later varnish; "
                              + "hairline crack; base replaced; label of a dealer; edges trimmed; "
                              + "cleaned in spring; stain at the lower left; no signature; "
                              + "in its first case")))),
          Keys.codes("L"),
          false,
          List.of("Consignor", "Shelf", "Photo"));

  private static final Domain LEASES =
      new Domain(
          "Clean this list of leases so that the rent ledger can load it.",
          List.of(
              new KeyPart("Lease", "(number)"),
              new Choice(
                  "Agency", "(place)", "Bureau", List.of("Glasgow", "Seattle", "Basel", "Nantes")),
              new Prose(
                  "Address",
                  TEXT,
                  "Premises",
                  Writing.addresses(
                      words(
                          "Quay Row; Mill Lane; Station Road; Linden Street; Church Hill; "
                              + "Tannery Yard; Canal Side; Market Place"),
                      words(
                          "Northport; Eastham; Saint-Aubin; Altdorf; Riverton; Vale; Monte Alto"))),
              new Day("Begins", DATE, "Start", false, false),
              new Day("Ends", DATE, "Until", false, true),
              new Amount("Rent", SUM, "Monthly Rent", 180, 9600, false),
              new Amount("Deposit", SUM, "Bond", 200, 28000, false),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Remarks",
                  TEXT,
                  "Clause",
                  Writing.notes(
                      words(
                          "heating included; no pets; lift out of order; meter read on entry;"
                              + " shared yard; roof terrace closed; bicycles in the cellar; sublet"
                              + " allowed; garden kept by tenant; sign on the facade; second key"
                              + " held back; walls to be painted white")))),
          Keys.codes("LS-"),
          false,
          List.of("Agent", "Parcel", "Binder"));

  private static final Domain FREIGHT =
      new Domain(
          "Clean this list of consignments so that customs can read it.",
          List.of(
              new KeyPart("Consignment", "(number)"),
              new Choice(
                  "Port", "(place)", "Terminal", List.of("Hull", "Savannah", "Trieste", "Gdansk")),
              new Day("Shipped", DATE, "Sent", false, false),
              new Day("Delivered", DATE, "Arrived", false, true),
              new Figure("Weight", "(gross)", "Mass", 3, 250, 24000000, "kg"),
              new Figure("Pieces", "(number)", "Parcels", 0, 1, 12800, ""),
              new Amount("Value", SUM, "Declared Value", 9, 64000, false),
              new Amount("Duty", SUM, "Customs Duty", 1, 5200, true),
              new Currency(CURRENCY, "(code)"),
              new Prose(
                  "Instructions",
                  TEXT,
                  "Handling",
                  Writing.notes(
                      words(
                          "keep upright; do not stack; ring before delivery; side door only; cool"
                              + " below eight degrees; two persons to lift; seal to be checked;"
                              + " return the pallets; leave with the porter; open on arrival;"
                              + " fragile, glass; forklift on site")))),
          Keys.codes("C-"),
          false,
          List.of("Haulier", "Bay", "Seal"));

  static final List<Domain> ALL =
      List.of(INVOICES, TRAVEL, FUEL, GIFTS, TILLS, LOTS, LEASES, FREIGHT);

  private FormatsDomains() {}

  /** The words between semicolons. */
  private static List<String> words(String text) {
    return List.of(text.split("; ", -1));
  }
}

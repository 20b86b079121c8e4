package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.spreadsheet.Column.Choice;
import io.plumbline.graders.tasks.spreadsheet.Column.Count;
import io.plumbline.graders.tasks.spreadsheet.Column.KeyPart;
import io.plumbline.graders.tasks.spreadsheet.Column.Money;
import io.plumbline.graders.tasks.spreadsheet.Column.Text;
import java.util.List;

/**
 * The kinds of tables and their words. Any change here changes what seeds mean, and with them the
 * content hashes that handles carry; a test pins them.
 */
final class Domains {
  private static final String MONEY_CAPTION = "(thousands)";
  private static final String TEXT_CAPTION = "(free text)";

  private static final Domain FINANCE =
      new Domain(
          "Clean this table of quarterly figures so that the ledger can load it.",
          List.of(
              new KeyPart("Quarter", "(fiscal)"),
              new Money("Revenue", MONEY_CAPTION, "Rev", 1200, 7200),
              new Money("OpEx", MONEY_CAPTION, "Operating Cost", 700, 5200),
              new Count("Headcount", "(people)", "Staff", 12, 240),
              new Text(
                  "Notes",
                  TEXT_CAPTION,
                  "Comment",
                  List.of(
                      "billing switch",
                      "credit line",
                      "pension scheme",
                      "pricing review",
                      "vendor contract",
                      "payroll move",
                      "sales bonus plan",
                      "currency hedge",
                      "support desk merger",
                      "travel freeze"))),
          Keys.quarters(),
          true,
          List.of("Region", "Owner", "Ledger Page"));

  private static final Domain RETAIL =
      new Domain(
          "Clean this table of monthly store figures so that the planning sheet can read it.",
          List.of(
              new KeyPart("Month", "(calendar)"),
              new KeyPart("Store", "(branch)"),
              new Money("Sales", MONEY_CAPTION, "Turnover", 400, 3800),
              new Money("Stock Cost", MONEY_CAPTION, "Purchases", 250, 2600),
              new Count("Receipts", "(number)", "Tickets", 900, 9800),
              new Text(
                  "Remarks",
                  TEXT_CAPTION,
                  "Store Note",
                  List.of(
                      "window display",
                      "cold room repair",
                      "summer sale",
                      "loyalty card trial",
                      "delivery round",
                      "shelf refit",
                      "stock count",
                      "parking lot resurfacing",
                      "bakery counter",
                      "self checkout"))),
          Keys.monthsByPlace(
              List.of(
                  "Hill Street",
                  "Canal Side",
                  "Old Market",
                  "Station Square",
                  "Mill Lane",
                  "Harbour Row",
                  "West Gate",
                  "Chapel Road")),
          true,
          List.of("Manager", "District", "Checked By"));

  private static final Domain GRANTS =
      new Domain(
          "Clean this list of grants so that the yearly report can quote it.",
          List.of(
              new KeyPart("Grant Code", "(register)"),
              new Choice(
                  "Programme",
                  "(one of five)",
                  "Scheme",
                  List.of("Arts", "Heritage", "Science", "Sport", "Youth")),
              new Money("Awarded", MONEY_CAPTION, "Award Amount", 300, 6400),
              new Money("Spent", MONEY_CAPTION, "Paid Out", 200, 5100),
              new Count("Duration", "(months)", "Term", 6, 60),
              new Text(
                  "Comments",
                  TEXT_CAPTION,
                  "Officer Note",
                  List.of(
                      "second instalment",
                      "partner agreement",
                      "mid-term visit",
                      "final accounts",
                      "choir festival",
                      "archive catalogue",
                      "lab equipment",
                      "training course",
                      "exhibition tour",
                      "steering group"))),
          Keys.codes("GR-"),
          false,
          List.of("Officer", "Round", "File Ref"));

  private static final Domain ENERGY =
      new Domain(
          "Clean this table of energy sites so that the asset register can import it.",
          List.of(
              new KeyPart("Site", "(as registered)"),
              new Choice(
                  "Source",
                  "(type)",
                  "Fuel",
                  List.of("Wind", "Solar", "Hydro", "Biogas", "Geothermal")),
              new Money("Capital", MONEY_CAPTION, "Investment", 1500, 9600),
              new Money("Upkeep", MONEY_CAPTION, "Maintenance", 210, 2400),
              new Count("Output", "(GWh a year)", "Yield", 8, 620),
              new Text(
                  "Remarks",
                  TEXT_CAPTION,
                  "Engineer Note",
                  List.of(
                      "turbine overhaul",
                      "grid connection",
                      "inverter swap",
                      "fish ladder",
                      "noise survey",
                      "cable trench",
                      "blade inspection",
                      "access track",
                      "battery trial",
                      "feed-in contract"))),
          Keys.names(
              List.of("North", "Lower", "Upper", "East", "High", "Long", "Black", "Stony"),
              List.of("Weir", "Ridge", "Moor", "Ford", "Heath", "Barrow")),
          false,
          List.of("County", "Operator", "Permit"));

  private static final Domain CLINICS =
      new Domain(
          "Clean this table of clinic accounts so that the trust's dashboard can show it.",
          List.of(
              new KeyPart("Clinic", "(house)"),
              new KeyPart("Quarter", "(calendar)"),
              new Money("Income", MONEY_CAPTION, "Receipts", 500, 4300),
              new Money("Staff Cost", MONEY_CAPTION, "Wages", 350, 3100),
              new Count("Patients", "(seen)", "Visits", 420, 9400),
              new Text(
                  "Notes",
                  TEXT_CAPTION,
                  "Ward Note",
                  List.of(
                      "night rota",
                      "vaccine drive",
                      "lift replacement",
                      "records transfer",
                      "waiting list review",
                      "pharmacy hatch",
                      "imaging suite",
                      "locum contract",
                      "hygiene visit",
                      "referral backlog"))),
          Keys.placesByQuarter(
              List.of("Linden", "Saint Bride", "Quayside", "Orchard", "Fairview", "Cedars")),
          true,
          List.of("Lead", "Ward", "Return No"));

  private static final Domain TRANSPORT =
      new Domain(
          "Clean this table of bus routes so that the timetable office can compare them.",
          List.of(
              new KeyPart("Route", "(number)"),
              new Choice(
                  "Depot", "(home)", "Garage", List.of("Ferry Road", "Tannery", "Airport", "Spur")),
              new Money("Fares", MONEY_CAPTION, "Fare Income", 300, 4800),
              new Money("Running Cost", MONEY_CAPTION, "Cost", 280, 4100),
              new Count("Trips", "(per week)", "Departures", 40, 960),
              new Text(
                  "Observations",
                  TEXT_CAPTION,
                  "Driver Note",
                  List.of(
                      "stop relocation",
                      "school service",
                      "low bridge detour",
                      "ticket machine trial",
                      "evening service",
                      "depot wash plant",
                      "shelter repair",
                      "electric bus trial",
                      "fare zone change",
                      "night shuttle"))),
          Keys.codes("R"),
          false,
          List.of("Inspector", "Zone", "Survey"));

  private static final Domain WORKS =
      new Domain(
          "Clean this list of building works so that the council's budget table can take it over.",
          List.of(
              new KeyPart("Project", "(short name)"),
              new Choice(
                  "Phase", "(state)", "Stage", List.of("Design", "Tender", "Build", "Handover")),
              new Money("Budget", MONEY_CAPTION, "Approved", 600, 9200),
              new Money("Paid", MONEY_CAPTION, "Disbursed", 200, 7400),
              new Count("Crew", "(on site)", "Workers", 3, 96),
              new Text(
                  "Site Notes",
                  TEXT_CAPTION,
                  "Diary",
                  List.of(
                      "roof timber",
                      "drainage survey",
                      "scaffold hire",
                      "asbestos check",
                      "window order",
                      "soil report",
                      "fire stair",
                      "crane permit",
                      "heating plant",
                      "facade sample"))),
          Keys.names(
              List.of("Bridge", "School", "Library", "Depot", "Museum", "Harbour", "Park"),
              List.of("Annex", "Roof", "Yard", "Gate", "Wing")),
          false,
          List.of("Architect", "Parcel", "Drawing"));

  static final List<Domain> ALL =
      List.of(FINANCE, RETAIL, GRANTS, ENERGY, CLINICS, TRANSPORT, WORKS);

  private Domains() {}
}

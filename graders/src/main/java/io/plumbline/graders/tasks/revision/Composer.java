package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.revision.Topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws a document from the grammar. */
final class Composer {
  private static final List<String> KINDS =
      List.of("report", "minutes", "incident", "proposal", "handover", "update", "review", "memo");

  /** What a document of each kind may have to say first. */
  private static final Map<String, List<String>> LEADS =
      Map.of(
          "report", List.of("verdict", "outcome"),
          "minutes", List.of("decision"),
          "incident", List.of("outcome", "request"),
          "proposal", List.of("request"),
          "handover", List.of("verdict", "request"),
          "update", List.of("outcome", "decision"),
          "review", List.of("outcome", "verdict"),
          "memo", List.of("verdict", "decision", "request"));

  /** Words that a gold is drawn towards: with the last sentence less than the 300 it may have. */
  private static final int LEAST_WORDS = 124;

  private static final int MOST_WORDS = 252;

  /** So many words take a second group of figures. */
  private static final int TWO_GROUPS_WORDS = 175;

  /** Most sentences in the passive voice that have nobody who acts, and so stay as they are. */
  private static final int MOST_DONE = 3;

  private final SplitMix64 random;
  private final Pool pool;
  private final Topics topics;
  private final List<Topic> drawn = new ArrayList<>();
  private final List<Sentence> opening = new ArrayList<>();
  private final List<Sentence> course = new ArrayList<>();
  private final List<Sentence> outlook = new ArrayList<>();
  private int done;

  private Composer(SplitMix64 random) {
    this.random = random;
    pool = new Pool(random, Scene.draw(random));
    topics = new Topics(pool);
  }

  static Document draw(SplitMix64 random) {
    return new Composer(random).document();
  }

  private Document document() {
    String kind = random.pick(KINDS);
    String style = random.pick(LEADS.getOrDefault(kind, List.of()));
    String intent = pool.slots().fill(pool.pick(style + ".intent"));
    String heading = Slots.capital(pool.slots().fill(pool.pick(kind)));
    String lead = pool.slots().fill(pool.pick(style));
    int target = random.between(LEAST_WORDS, MOST_WORDS);
    List<List<Sentence>> sections = new ArrayList<>(List.of(course));
    List<List<Sentence>> statements = new ArrayList<>();
    for (int i = 0; i < (target < TWO_GROUPS_WORDS ? 1 : 2); i++) {
      Topic topic = topics.draw();
      drawn.add(topic);
      statements.add(topics.statements(topic));
      sections.add(random.below(2), statements.get(i));
    }
    opening.add(new Sentence(lead + tail()));
    opening.add(pool.sentence(kind + ".opening"));
    outlook.add(pool.sentence("closing"));
    for (int i = 0; i < drawn.size(); i++) {
      boolean early = position(sections, statements.get(i)) < position(sections, course);
      for (Sentence recap : topics.recaps(drawn.get(i))) {
        insert(early && random.chance(60) ? course : outlook, recap);
      }
    }
    sections.add(0, opening);
    sections.add(outlook);
    while (words(heading, sections) < target) {
      fill(kind);
    }
    return new Document(kind, heading, paragraphs(sections), intent, pool.scene().figures());
  }

  /** Where a section stands, not one like it. */
  @SuppressWarnings("ReferenceEquality")
  private static int position(List<List<Sentence>> sections, List<Sentence> section) {
    int at = 0;
    while (sections.get(at) != section) {
      at++;
    }
    return at;
  }

  private static int words(String heading, List<List<Sentence>> sections) {
    int words = Phrases.split(heading, " ").size();
    for (List<Sentence> section : sections) {
      for (Sentence sentence : section) {
        words += sentence.words();
      }
    }
    return words;
  }

  /** Adds a sentence or two that have no figures of a group. */
  private void fill(String kind) {
    int form = random.below(100);
    if (form < 38) {
      insert(course, pool.event());
    } else if (form < 50) {
      insert(course, pool.sentence("event.more"));
    } else if (form < 55) {
      insert(course, new Sentence(pool.slots().fill(pool.pick(pool.scene().domain("state")))));
    } else if (form < 72 && done < MOST_DONE) {
      done++;
      insert(random.chance(80) ? course : outlook, pool.sentence("done"));
    } else if (form < 86 && !pool.scene().others().isEmpty()) {
      insert(random.pick(List.of(course, opening, outlook)), decoy());
    } else if (form < 90) {
      insert(opening, pool.sentence(kind + ".opening"));
    } else if (form < 94) {
      insert(opening, pool.sentence("background"));
    } else {
      insert(outlook, pool.sentence("closing"));
    }
  }

  /** A sentence that looks like a lead but is about a matter that no other sentence is about. */
  private Sentence decoy() {
    String other = pool.scene().others().remove(0);
    String template = pool.pick("decoy");
    // What another matter cost would contradict what the money of this one is said to be for.
    boolean isMoney = drawn.stream().anyMatch(topic -> topic.name().equals("money"));
    return new Sentence(pool.slots().with("S", other).fill(template) + (isMoney ? "" : tail()));
  }

  /** Figures that leads and those who look like them may carry. */
  private String tail() {
    return random.chance(35) ? ", " + topics.lead(random.pick(drawn)) : "";
  }

  private void insert(List<Sentence> section, Sentence sentence) {
    insert(section, List.of(sentence));
  }

  /** Anywhere in a section but before the lead, or before what leans on the sentence before it. */
  @SuppressWarnings("ReferenceEquality") // the opening itself, not a section like it
  private void insert(List<Sentence> section, List<Sentence> more) {
    int at = random.between(section == opening ? 1 : 0, section.size());
    while (at < section.size() && section.get(at).follows()) {
      at++;
    }
    section.addAll(at, more);
  }

  /** Cuts sections into paragraphs of two to six sentences, or one more. */
  private List<List<Sentence>> paragraphs(List<List<Sentence>> sections) {
    List<List<Sentence>> paragraphs = new ArrayList<>();
    for (List<Sentence> section : sections) {
      int from = 0;
      while (from < section.size()) {
        int to = Math.min(section.size(), from + random.between(2, 5));
        while (to < section.size() && (section.get(to).follows() || section.size() - to == 1)) {
          to++;
        }
        paragraphs.add(List.copyOf(section.subList(from, to)));
        from = to;
      }
    }
    return paragraphs;
  }
}

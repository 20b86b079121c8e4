package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one document's sentences are drawn from: no template twice while there are others. */
final class Pool {
  private final SplitMix64 random;
  private final Scene scene;
  private final Set<String> used = new HashSet<>();

  Pool(SplitMix64 random, Scene scene) {
    this.random = random;
    this.scene = scene;
  }

  SplitMix64 random() {
    return random;
  }

  Scene scene() {
    return scene;
  }

  Slots slots() {
    return new Slots(scene, random);
  }

  /** A template of a section. */
  String pick(String section) {
    return pick(Phrases.section(section));
  }

  String pick(List<String> templates) {
    List<String> unused = templates.stream().filter(template -> !used.contains(template)).toList();
    String template = random.pick(unused.isEmpty() ? templates : unused);
    used.add(template);
    return template;
  }

  /** Takes a template out of the draw. */
  void use(String template) {
    used.add(template);
  }

  /** A sentence of a section, its slots filled. */
  Sentence sentence(String section) {
    return new Sentence(slots().fill(pick(section)));
  }

  /**
   * Who did what to what, when, where and why: in the active and in the passive voice. At times a
   * sentence before it says who acts, and the passive does not.
   */
  List<Sentence> event() {
    Slots slots = slots();
    int form = random.below(100);
    String kind = form < 50 ? "thing" : form < 80 ? "doc" : "people";
    boolean common = kind.equals("doc") && random.chance(70);
    String noun = pick(common ? Phrases.section(kind) : scene.domain(kind));
    List<String> verb = Phrases.split(pick("verb." + kind), " ");
    String agent = random.chance(70) ? slots.agent() : slots.person();
    String object = slots.object("object", noun);
    List<Sentence> sentences = new ArrayList<>();
    if (random.chance(68)) {
      slots.with("object", object).with("agent", agent);
      String section = kind.equals("people") ? "charge.people" : "charge";
      sentences.add(new Sentence(slots.fill(pick(section))));
    }
    String front = "";
    if (random.chance(60)) {
      front = slots.fill(random.pick(Phrases.section("front")));
      front += random.chance(40) && !front.endsWith(",") ? ", " : " ";
    }
    String adverb =
        !kind.equals("people") && random.chance(22)
            ? random.pick(Phrases.section("adverb")) + " "
            : "";
    String rest = random.chance(25) ? " " + random.pick(scene.domain("place")) : "";
    if (random.chance(50)) {
      // One time is enough: two may contradict each other.
      boolean timed = front.isEmpty() && random.chance(50);
      String tail = slots.fill(random.pick(Phrases.section(timed ? "tail.time" : "tail")));
      rest += tail.startsWith(",") ? tail : " " + tail;
    }
    boolean perfect = random.chance(30);
    String was = perfect ? " had been " : noun.charAt(0) == 's' ? " was " : " were ";
    String done = verb.get(1).replace('~', ' ');
    String did = perfect ? "had " + adverb + done : adverb + verb.get(0).replace('~', ' ');
    String by = sentences.isEmpty() ? " by " + agent : "";
    Sentence event =
        new Sentence(
            front + agent + " " + did + " " + object + rest,
            front + object + was + adverb + done + by + rest);
    sentences.add(sentences.isEmpty() ? event : event.following());
    return sentences;
  }
}

package io.plumbline.graders.preflight;

import java.util.Locale;

/** The fifteen ways in which runs were lost, and what looks for each. */
public enum Failure {
  /** Samples that are the same whatever was asked. */
  MODE_COLLAPSE(
      1,
      "mode collapse in samples",
      "a policy that gives one answer to every task has stopped reading it, and its means hide that",
      "a run with samples.jsonl, or data with outputs"),
  /** An adapter that a merge left out. */
  EMPTY_MERGE(
      2,
      "merge that changed nothing",
      "what is evaluated is the base under another name, and every later comparison is with itself",
      "a run with an adapter, or evaluations with per_case"),
  /** Weight files that do not belong to the model. */
  STALE_SHARDS(
      3,
      "stale or duplicate weight shards",
      "a loader takes whichever file it meets first, so the model is not the one that was trained",
      "--model"),
  /** A gate that nobody can pass. */
  UNREACHABLE_GATE(
      4,
      "unreachable gate",
      "every candidate fails it, and the failure is read as the candidate's",
      "--base with per_case, or --config"),
  /** Demonstrations that mostly do one thing. */
  ONE_SIDED_GOLD(
      5,
      "one-sided gold",
      "what the gold does nearly always is learnt as a rule, in the cases too where it is wrong",
      "--data with at least 10 table tasks"),
  /** Settings that name something that is not there. */
  ABSENT_OPTION(
      6,
      "backend or option that does not exist",
      "the run ends after its start, or trains something else than was meant",
      "--config or --run"),
  /** Marks that are no content. */
  COSMETIC_ARTEFACTS(
      7,
      "cosmetic artefacts",
      "they are the easiest thing to learn: a policy copies them, and a pair is told apart by them",
      "--data, or a run with samples.jsonl"),
  /** A folder that nobody can load. */
  MISSING_CONFIG(
      8,
      "missing config",
      "weights without their config cannot be loaded, or are loaded with another one's",
      "--run or --model"),
  /** A run that is cut off. */
  OUTLIVES_LIMIT(
      9,
      "run that will outlive its time limit",
      "it is killed before its last evaluation, which is what it was for",
      "--time-limit with --run, whose metrics.jsonl says how fast it goes"),
  /** An estimate that took updates for equal. */
  TIME_BY_STEPS(
      10,
      "wall-time estimated from steps",
      "updates take as long as their completions are, and completions change while a policy learns",
      "--run with at least 8 updates in metrics.jsonl"),
  /** Data or training without effect. */
  MOVED_NOTHING(
      11,
      "more data that moved nothing",
      "what does not move an evaluation is not the cause of what it shows; more of it costs as much",
      "--base and --candidate, or a run with before.json and after.json"),
  /** A run that began anew. */
  NOT_RESUMED(
      12,
      "resume that did not resume",
      "the updates before it are lost, while the log looks like one run",
      "--run with metrics.jsonl"),
  /** Restraint, taught by imitation. */
  ABSENCE_TARGET(
      13,
      "absence-of-action target under imitation",
      "imitation rewards each token that is there; that something was not done is in none of them",
      "--data with at least 10 table tasks"),
  /** A preference loss that has nothing left to learn. */
  DISCRIMINATOR_COLLAPSE(
      14,
      "discriminator collapse",
      "the pairs are told apart by some cue, and what was to be learnt from them gets worse",
      "--run with dpo_loss and evaluations in metrics.jsonl"),
  /** An evaluation that cannot show more. */
  INSTRUMENT_EXHAUSTED(
      15,
      "instrument exhausted",
      "the base stands where a perfect policy stands: no training can show in this evaluation",
      "--base with per_case, or a run with before.json");

  private final int number;
  private final String title;
  private final String why;
  private final String needs;

  Failure(int number, String title, String why, String needs) {
    this.number = number;
    this.title = title;
    this.why = why;
    this.needs = needs;
  }

  /** Its place in the catalogue, 1 to 15. */
  public int number() {
    return number;
  }

  /** In a few words. */
  public String title() {
    return title;
  }

  /** Why it matters, in a sentence without its end. */
  public String why() {
    return why;
  }

  /** What a check for it needs to be given. */
  public String needs() {
    return needs;
  }

  /** Its name in JSON: {@code mode_collapse}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

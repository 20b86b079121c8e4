package io.plumbline.graders.citation;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;

/**
 * {@code citation_ground}: a brief in, the brief with its claims grounded in the task's sources
 * out.
 *
 * <p>Profile {@code reference} grades as collab-eval does ({@code DESIGN.md} 3.2):
 *
 * <ul>
 *   <li>{@code citation_present} (0.25) = {@code min(markers / required, 1)}, to 3 places; 1 if
 *       none is required. A marker is a match of {@code
 *       \[[^\]]{1,30}\]|\([Ss]ource\s+[A-Za-z0-9]\)|\(\d+\)}, leftmost first, none overlapping
 *       another, so that {@code [(1)]} is one.
 *   <li>{@code argument_preservation} (0.15): share of the anchor phrases that the output contains,
 *       ignoring case, to 3 places; 1 if there are none.
 *   <li>{@code citation_accurate} (0.30) and {@code hallucination_flag} (0.30): unassessed.
 *   <li>Flag {@code no_citations_found}, cap 0.2: there is no marker.
 * </ul>
 *
 * <p>Profile {@code strict} compares with the recorded claims. Nothing is rounded. What it counts:
 *
 * <ul>
 *   <li>A <i>marker</i> is whatever stands in square brackets, and in parentheses what begins like
 *       {@code Source A} or is all names or numbers of sources; several may share brackets ({@code
 *       [Source A, Source B]}), blank ones are none. It resolves if it is a source's name in any
 *       case ({@code [Source A]}, {@code (Source A)}), in square brackets or behind another its
 *       label ({@code [A]}, {@code (Source A; B)}), or its place ({@code [1]}, {@code (1)}); not
 *       within a word, nor in brackets within brackets. It belongs to the sentence it stands in:
 *       behind the full stop it is the next one's.
 *   <li>A <i>claim</i> is kept if its words, in any case and white space, stand in a prose sentence
 *       (no list, heading, quotation, code or comment) that is not turned round ({@code not},
 *       {@code no evidence}, {@code false} ... more or fewer than in the brief's sentence, or a
 *       question mark), shares it with no claim of another sentence, and is not denied elsewhere
 *       ({@code all of the above is false}; with a claim in it such a sentence denies that one
 *       alone, unless it points {@code above} or the like). The first with its words is its own;
 *       others are additions.
 *   <li>A marker is <i>right</i> if it resolves to a source that supports, at least in part, a kept
 *       claim of its sentence; each source once in a sentence. Else it is <i>wrong</i>, a mere
 *       repetition apart. A source serves two claims only if it supports both.
 *   <li>A claim is <i>hedged</i> if its sentence has more weakening words ({@code suggests}, {@code
 *       may}, {@code limited}, {@code not conclusive} ...) than the brief's; a hedge may add up to
 *       12 words, all of them the task's or such as hedges are made of.
 *   <li>A claim's sentence is <i>altered</i> if it has lost words of the brief's or gained others
 *       than a hedge's. Any other sentence of the brief is kept if its words are there, and no
 *       others; the order of sentences does not matter.
 * </ul>
 *
 * <ul>
 *   <li>citation_present (0.25): mean over the claims that a source supports at least in part of
 *       {@code right / (right + wrong)} markers in the claim's sentence, 0 without a right one.
 *   <li>citation_accurate (0.30): mean over the same claims of 1 if there are right markers and no
 *       wrong one and the sentence is hedged where they support in part only; 0.5 if it is altered
 *       besides, or hedged though a source supports in full; else 0; times {@code right markers /
 *       all markers}.
 *   <li>hallucination_flag (0.30): {@code max(0, kept claims - faults) / (claims + sentences that
 *       the brief lacks)}. Faults: wrong markers, overstating words beyond the brief's sentence and
 *       the sources cited in it, figures and names that neither the input nor a source has; and one
 *       for a claim's sentence with none of these but with other words that neither the task nor a
 *       hedge has, or with more than 12 added words.
 *   <li>argument_preservation (0.15): mean over the claims of 1 if kept, 0.5 if its sentence is
 *       altered or hedged without need, else 0; times {@code kept sentences / max(sentences of the
 *       brief, of the output)}.
 *   <li>Flags: {@code no_citations_found}, cap 0.2: no claim has a right marker though one could;
 *       {@code brief_rewritten}, cap 0.5: kept sentences are fewer than 0.75 of that maximum.
 * </ul>
 *
 * <p>Wrong markers count under three dimensions so that guessing does not pay: with four claims, a
 * fourth citation that is right earns 0.14, one that is wrong costs 0.13. A task without recorded
 * claims is graded for what its sources and anchors decide: citation_present is {@code min(sources
 * cited in prose / required, 1)}, argument_preservation the share of the anchors kept; the rest is
 * unassessed.
 */
public final class CitationGround implements Environment {

  @Override
  public String name() {
    return "citation_ground";
  }

  @Override
  public String description() {
    return "Ground a brief in its sources: mark each claim with the source that supports it and"
        + " keep the argument. The action is the text with its citations.";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(ReferenceRubric.RUBRIC, StrictRubric.RUBRIC);
  }

  @Override
  public List<TaskSplit> splits(String heldOutSalt) {
    return TaskCatalogue.bundled(heldOutSalt).splits(name());
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    if (!(task.reference() instanceof CitationReference reference)) {
      throw new IllegalArgumentException(
          "environment: " + task.environment() + " (expected: citation_ground)");
    }
    return switch (profile) {
      case REFERENCE -> new ReferenceCitationGrader(reference);
      case STRICT -> new StrictCitationGrader(task, reference);
    };
  }
}

package io.plumbline.judges;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a judge's reply: one JSON object with {@code dimension}, {@code score} and {@code reason}.
 *
 * <p>Repaired is what can be meant in one way only: prose or a code fence around one object, that
 * object given twice, a trailing comma, a line break within a text, a score in quotes, an object
 * cut off behind its score. Everything else is a failure: a field that is missing, another
 * dimension, a score out of range, two different scores, and an object that stands in the material
 * itself, where the judge may only have quoted it. Prose is never read for scores, and other
 * fields, an overall score among them, not at all.
 */
final class ReplyParser {
  private static final int MAX_CHARS = 1 << 15;
  private static final int MAX_REASON = 300;
  private static final int MAX_SHOWN = 40;

  private final JudgeRubric rubric;
  private final String material;

  /** {@code material} is what the judge was shown. */
  ReplyParser(JudgeRubric rubric, String material) {
    this.rubric = rubric;
    this.material = material;
  }

  Judgement parse(Completion completion) {
    String text = completion.text();
    if (text.isBlank()) {
      return failed(
          "reply: empty, stopped by \""
              + Replies.line(completion.stopReason(), MAX_SHOWN)
              + "\" (expected: one JSON object)");
    }
    if (text.length() > MAX_CHARS) {
      return failed(
          "reply: " + text.length() + " characters (expected: at most " + MAX_CHARS + ")");
    }
    List<ReplyObject> objects = new ArrayList<>();
    for (int at = text.indexOf('{'); at >= 0; ) {
      ReplyObject object = ReplyObject.read(text, at);
      if (object.end() == ReplyObject.End.BROKEN) {
        if (!object.scores().isEmpty()) {
          return failed("reply: an object that is not JSON (expected: one JSON object)");
        }
        at = text.indexOf('{', at + 1); // a brace in prose
        continue;
      }
      if (object.isAnAnswer()) {
        objects.add(object);
      }
      at = text.indexOf('{', object.to());
    }
    if (objects.isEmpty()) {
      return failed("reply: no object with a score (expected: one JSON object)");
    }
    return judgement(text, objects);
  }

  private Judgement judgement(String text, List<ReplyObject> objects) {
    ReplyObject first = objects.get(0);
    List<String> dimensions = objects.stream().flatMap(o -> o.dimensions().stream()).toList();
    List<String> scores = objects.stream().flatMap(o -> o.scores().stream()).toList();
    for (String dimension : dimensions) {
      if (!dimension.equals(rubric.dimension())) {
        return failed("dimension: " + shown(dimension) + " (expected: " + rubric.dimension() + ")");
      }
    }
    for (ReplyObject object : objects) {
      Optional<String> missing = object.missing();
      if (missing.isPresent()) {
        return failed(missing.get() + ": missing (expected: one JSON object with it)");
      }
      if (stands(text.substring(object.from(), object.to()))) {
        return failed(
            "reply: an object that stands in the material (expected: the judge's own object)");
      }
    }
    Optional<Double> score = number(scores.get(0));
    for (String other : scores) {
      if (!number(other).equals(score)) {
        return failed(
            "score: " + shown(scores.get(0)) + " and " + shown(other) + " (expected: one score)");
      }
    }
    if (score.isEmpty() || score.get() < rubric.least() || score.get() > rubric.most()) {
      return failed("score: " + shown(scores.get(0)) + " (expected: " + rubric.scale() + ")");
    }
    double value = (score.get() - rubric.least()) / (rubric.most() - rubric.least());
    String reason = first.reasons().isEmpty() ? "" : first.reasons().get(0);
    boolean asAsked = first.plain() && text.strip().length() == first.to() - first.from();
    return new Judgement.Scored(value, Replies.line(reason, MAX_REASON), !asAsked);
  }

  /** Whether the object, white space aside, is part of what the judge was shown. */
  private boolean stands(String object) {
    return withoutSpace(material).contains(withoutSpace(object));
  }

  private static String withoutSpace(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }

  /** A plain decimal number; words, hex and infinities are none. */
  private static Optional<Double> number(String text) {
    String digits = text.strip();
    if (!digits.chars().allMatch(c -> "0123456789.+-eE".indexOf(c) >= 0)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Double.parseDouble(digits) + 0.0); // -0 is 0
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Judgement failed(String why) {
    return new Judgement.Failed(Judgement.Cause.REPLY, why);
  }

  private static String shown(String value) {
    return Replies.line(value, MAX_SHOWN);
  }
}

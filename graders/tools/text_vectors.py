#!/usr/bin/env python3
"""Writes the vectors of doc_revision and citation_ground under the reference profile.

Run from the repository root with CPython 3.11: python3 graders/tools/text_vectors.py

The rules are DESIGN.md 3.2's, written with the str and re that they are defined by; the texts are
our own. Every line has what ./plumbline grade takes, the scores that it owes and why it is here.
"""

import itertools
import json
import pathlib
import random
import re

PASSIVE = re.compile(r"\b(is|are|was|were|be|been|being)\s+\w+ed\b", re.IGNORECASE)
MARKER = re.compile(r"\[[^\]]{1,30}\]|\([Ss]ource\s+[A-Za-z0-9]\)|\(\d+\)")


def composite(weighted, flags, cap):
    total = round(sum(w * s for w, s in weighted) / sum(w for w, _ in weighted), 4)
    return round(min(total, cap) if flags else total, 3)


def revision(output, given):
    words = len(output.split())
    limit = 1.0 if words <= 300 else 0.0 if words >= 450 else round(1 - (words - 300) / 150, 3)
    sentences = [s for s in re.split(r"[.!?]+", output) if s.strip()]
    passive = round(sum(bool(PASSIVE.search(s)) for s in sentences) / max(len(sentences), 1), 3)
    ratio = words / max(len(given.split()), 1)
    scores = {
        "instruction_following": round((limit + (1 - passive)) / 2, 3),
        "faithfulness": 0.5,
        "over_editing": 1.0 if ratio <= 1.5 else 0.5 if ratio <= 2 else 0.0,
        "quality_delta": 0.5,
    }
    flags = ["passive_voice_dominant"] * (passive > 0.5) + ["word_count_exceeded"] * (words > 360)
    return scores, flags, composite(list(zip((0.3, 0.3, 0.2, 0.2), scores.values())), flags, 0.3)


def citation(output, required, anchors):
    markers = len(MARKER.findall(output))
    kept = sum(anchor.lower() in output.lower() for anchor in anchors)
    scores = {
        "citation_present": round(min(markers / required, 1.0), 3) if required else 1.0,
        "citation_accurate": 0.5,
        "hallucination_flag": 0.5,
        "argument_preservation": round(kept / len(anchors), 3) if anchors else 1.0,
    }
    flags = [] if markers else ["no_citations_found"]
    return scores, flags, composite(list(zip((0.25, 0.3, 0.3, 0.15), scores.values())), flags, 0.2)


DRAFT = "The harbour office keeps a log of every ferry that calls at the pier. " * 4

REVISIONS = {
    "every auxiliary before a word in -ed makes its sentence passive, in any case": [
        f"The gate {aux} {word} at dusk. Ferries leave at nine."
        for aux in ("is", "are", "was", "were", "be", "been", "being", "WAS", "Is", "bEEn")
        for word in ("closed", "PAINTED", "need", "shed", "re_opened")
    ],
    "what only looks like an auxiliary does not": [
        f"The gate {aux} closed at dusk."
        for aux in ("has", "iss", "his", "wasn't", "was,", "was-", "_is", "is9", "wa", "beings", "as",
                    "e\u0301is", "was\u200b", "was\u00ad", "was\u0301")
    ],
    "an -ed word needs a word character before it and none after it": [
        f"The gate was {word} at dusk."
        for word in ("ed", "Ed", "edd", "fixedly", "fixed\u0301", "fixed's", "fixed-up", "9ed", "_ed",
                     "\u4e2ded", "\U0001d400ed", "\u0301ed", "\U0001f600ed", "fix\u0117d", "eded",
                     "fixed\u00b2", "fixed\u200d", "fix ed", "\ud800ed", "\u0660ed")
    ],
    "irregular participles are the rule's blind spot": [
        f"The chart was {word} by hand." for word in ("drawn", "written", "built", "kept", "torn")
    ],
    "any Unicode white space may stand between, once or often; nothing else may": [
        f"The gate was{gap}closed."
        for gap in ("  ", "\t", "\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\xa0", "\u1680",
                    "\u2028", "\u202f", "\u3000", " \n\t ", "\u180e", "\u200b", "\ufeff", "_", " not ",
                    ", ", " \u200b ", "\x1b", "\u2060")
    ],
    "Python's case folding takes dotted and dotless i for i and the long s for s, but no further": [
        f"The gate {aux} closed."
        for aux in ("\u0130s", "\u0131s", "I\u017f", "\u0131\u017f", "wa\u017f", "be\u0130ng", "BE\u0131NG",
                    "\uff49\uff53", "\u0456s", "\u00efs", "i\u0307s", "\u1e9ds", "w\u0430s", "\u24d8s")
    ],
    "sentences end at runs of full stops, exclamation and question marks alone; blanks drop out": [
        "One is fixed... Two runs?! Three runs!",
        "One is fixed; two runs, three runs: four runs",
        "...!?",
        "",
        " \n\t\u2003 ",
        ". . . The lamp was lit and turned off. . .",
        "The lamp is.turned off",
        "The lamp is\n\nturned off\n\nThe pier stands",
        "The pier stands\u3002The lamp is turned off\uff01 Nobody cares\u2026",
        "Version 2.1 was released. It is 3.5 times as fast.",
        "\u200b. The pier stands.",
        "\x1c.\xa0.\u2028! The pier stands.",
        "The lamp was turned off! The lamp was turned off? The pier stands",
    ],
    "the flag needs more than half of the sentences, after rounding to 3 places": [
        "The lamp was turned off. " * passive + "The pier stands. " * active
        for passive, active in ((1, 1), (1, 2), (2, 1), (3, 3), (5, 4), (1, 0), (0, 1), (500, 499),
                                (1001, 1000), (1, 6), (7, 1))
    ],
    "words over 300 cost by the 150th, over 360 raise the flag, from 450 earn nothing": [
        "pier " * count for count in (299, 300, 301, 302, 330, 345, 359, 360, 361, 375, 449, 450, 451, 900)
    ] + ["The lamp was turned off. " + "pier " * count for count in (296, 301, 344, 400)],
    "words are split at Python's white space: zero-width characters join, separators part": [
        ("pier" + gap) * 101
        for gap in ("\u200b", "\x1c", "\xa0", "\ufeff", "\u2028", "\x85", "\u180e", "-", "\u3000", "\r\n")
    ],
}

INPUT_WORDS = [0, 1, 2, 50, 67, 100, 101, 134, 200]

BRIEF = "Ferries run late when the tide is low [Harbour log]. Crews say so (Source B)."

CITATIONS = {
    "brackets hold 1 to 30 code points and no closing bracket": [
        f"Tides matter {mark}."
        for mark in ("[]", "[1]", "[ ]", "[\n]", "[[1]]", "[1", "1]", "[a][b]", "[a]]", "[[", "[" + "x" * 30 + "]",
                     "[" + "x" * 31 + "]", "[" + "\U0001f6a2" * 30 + "]", "[" + "\U0001f6a2" * 31 + "]",
                     "[" + "e\u0301" * 15 + "]", "[" + "e\u0301" * 16 + "]", "[" + "x" * 20 + "[" + "y" * 20 + "]",
                     "[\ud800]", "[" + "[" * 30 + "]", "[" + "[" * 40 + "]", "[]]", "[][1]")
    ],
    "a source is one ASCII letter or digit after white space; only its s may be a capital": [
        f"Tides matter {mark}."
        for mark in ("(Source A)", "(source a)", "(Source 9)", "(SOURCE A)", "(sOurce A)", "(Source AB)", "(Source)",
                     "(Source )", "(SourceA)", "(Source\xa0A)", "(Source\n\t A)", "(Source\u2028A)", "(Source\u200bA)",
                     "(Source A )", "( Source A)", "(Source \u0663)", "(Source \u00c4)", "(Sources A)",
                     "(\u017fource A)", "(Source A", "Source A)", "((Source A))", "(Source (Source A))",
                     "(Source" + " " * 60 + "A)", "(Source\x1cA)", "(Source _)")
    ],
    "a number is decimal digits of any script between parentheses": [
        f"Tides matter {mark}."
        for mark in ("(1)", "(2024)", "(\u0663)", "(1\u0663)", "(\U0001d7d9)", "(\u00b2)", "(\u2167)", "(1.5)", "( 1)", "(1 )",
                     "()", "(1", "((1))", "(1)(2)", "(-1)", "(" + "1" * 60 + ")", "(1\u200b)", "(\u4e09)")
    ],
    "markers do not overlap: what a bracket holds is not counted again": [
        f"Tides matter {mark}."
        for mark in ("[(1)]", "[(Source A)]", "([1])", "([Source A])", "[(1)", "[x (1)] (2)", "(1)]", "[" + "x" * 31 + "(1)]",
                     "[a (1) b (2) c (3)]", "(Source [1])", "[ (1) [2] (3) ]")
    ],
    "markers that the task asks for: share, more than asked, none asked": [
        "Tides matter" + " (1)" * count + "." for count in (0, 1, 2, 3, 7)
    ],
    "anchors are sought in lower case, as they stand": [
        text + " [1]"
        for text in ("Low tide delays ferries", "LOW TIDE DELAYS FERRIES", "low  tide delays", "low\ntide", "slow tides",
                     "low tid\u0435", "lo\uff57 tide", "low tide\u0301", "l\u00f6w tide", "delays ferrie\u017f",
                     "delays ferries low tide")
    ],
    "lower case is Python's: final sigma, dotted I, Kelvin sign, letters beyond the BMP": [
        text + " [1]"
        for text in ("\u03a4\u039f \u03a0\u039b\u039f\u0399\u039f \u03a4\u0397\u03a3", "\u03a4\u0397\u03a3\u03a4", "\u03c4\u03b7\u03c3 \u03c4\u03b7\u03c2", "\u03a4\u0397\u03a3.", "\u03a4\u0397\u03a3'\u0391",
                     "\u0130stanbul quay", "i\u0307stanbul", "istanbul", "4 \u212a below", "4 K BELOW", "\U00010400\U00010401", "\U00010428\U00010429",
                     "STRASSE", "stra\u1e9ee", "\ud801 alone", "\u212bngstrom")
    ],
}

ANCHORS = {
    "anchors are sought in lower case, as they stand": ["low tide", "Delays Ferries"],
    "lower case is Python's: final sigma, dotted I, Kelvin sign, letters beyond the BMP": [
        "\u03c4\u03b7\u03c2", "\u0130stanbul", "4 k", "\U00010400\U00010401", "stra\u00dfe", "\u00e5ngstrom"],
}


def mixed(pieces, count, seed):
    """Pieces of the families above thrown together."""
    source = random.Random(seed)
    for _ in range(count):
        text = "".join(source.choices(pieces, k=source.randint(2, 14)))
        if not re.search("[\ud800-\udbff][\udc00-\udfff]", text):
            yield text


def write(name, vectors):
    path = pathlib.Path("graders/src/test/resources/io/plumbline/graders", name, "vectors.jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="\n") as out:
        for number, vector in enumerate(vectors):
            out.write(json.dumps({"id": f"{name}-{number}", **vector}) + "\n")


def revisions():
    families = dict(REVISIONS)
    families["all of it at once"] = list(mixed(
        ["was ", "is\xa0", "be\u0131ng\t", "closed", "painted ", "ed", ".", "?! ", "\u200b", "\x1c", "\u0301", " pier ",
         "\ud800", "\U0001f6a2", "\r\n", "Been  ", "shed", "'", "_", "\u2028", "wa\u017f "], 80, 5))
    lengths = itertools.cycle(INPUT_WORDS)
    for why, outputs in families.items():
        for output in outputs:
            given = DRAFT if len(output.split()) < 90 else "berth " * next(lengths)
            yield vector("doc_revision", why, output, {"input": given}, revision(output, given))
    for count in (0, 1, 3, 4, 5, 6):
        for given in ("", " \n", "berth", "berth berth", "berth\u200bberth", "berth\x1cberth"):
            why = "an output of up to 1.5 times the input's words is no over-editing, an empty input counts as one word"
            output = "pier " * count
            yield vector("doc_revision", why, output, {"input": given}, revision(output, given))


def citations():
    families = dict(CITATIONS)
    families["all of it at once"] = list(mixed(
        ["[", "]", "(", ")", "1", "\u0663", "(Source A)", "(source", "\u2028", " ", "B)", "[1]", "x" * 14, "\U0001f6a2" * 9,
         "low tide", "LOW TIDE", "\u03a3", "\u0130", "\ud800", "e\u0301", "(2)"], 80, 6))
    required = itertools.cycle((2, 1, 3, 0, 7))
    for why, outputs in families.items():
        anchors = ANCHORS.get(why, ["tides matter", "low tide", "\u03c3"][: 1 + len(outputs) % 3])
        for output in outputs:
            count = next(required)
            extra = {"required_citations": count, "anchor_phrases": anchors}
            yield vector("citation_ground", why, output, extra, citation(output, count, anchors))
    why = "no anchors: nothing was to be preserved; an empty anchor is in every text"
    for anchors in ([], [""], ["", "low tide"], ["low tide"]):
        extra = {"required_citations": 2, "anchor_phrases": anchors}
        yield vector("citation_ground", why, BRIEF, extra, citation(BRIEF, 2, anchors))


def vector(task_type, why, output, extra, graded):
    scores, flags, total = graded
    return {"why": why, "task_type": task_type, **extra, "output": output,
            "scores": scores, "flags": flags, "composite": total}


if __name__ == "__main__":
    write("revision", revisions())
    write("citation", citations())

#!/usr/bin/env python3
"""Writes the tables of io.plumbline.graders.pytext from CPython's own behaviour.

Run from the repository root with a CPython whose Unicode version is 14.0 (3.11):

    python3 graders/tools/unicode14.py

Nothing is copied from Unicode's files: every code point is put to str.isspace, re and str.lower,
and what they """

import hashlib
import json
import pathlib
import random
import re
import sys
import unicodedata

PACKAGE = "resources/io/plumbline/graders/pytext/"
SIGMA, FINAL_SIGMA = "\u03a3", "\u03c2"


def ranges(code_points):
    """Sorted code points as inclusive (first, last) pairs."""
    pairs = []
    for point in code_points:
        if pairs and pairs[-1][1] == point - 1:
            pairs[-1][1] = point
        else:
            pairs.append([point, point])
    return pairs


def lower_runs(deltas):
    """{code point: delta} as (first, last, step, delta): runs of step 1 or 2 with one delta."""
    runs = []
    for point, delta in sorted(deltas.items()):
        if runs and runs[-1][3] == delta:
            first, last, step, _ = runs[-1]
            gap = point - last
            if gap == step or (first == last and gap in (1, 2)):
                runs[-1] = (first, point, gap, delta)
                continue
        runs.append((point, point, 1, delta))
    return runs


def show(pairs):
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in pairs)


# Letters with and without case, all that the sigma rule may skip, spaces of every sort.
ALPHABET = (
    "aAbzZ09_ .'-\t\n\r\x0b\x1c\x1f\x85\xa0\xad\xb7\xdf\xc0\u0130\u0131\u0149\u017f\u0301\u0307\u03a3"
    "\u03a3\u03a3\u03c2\u03c3\u0391\u0345\u0660\u0966\u00b2\u02b0\u1680\u180e\u1e9e\u1f88\u2028\u200b"
    "\u200d\u2019\u212a\u2160\u24b6\u3000\u4e2d\ufeff\uff21\ud800\udc00\U00010400\U0001d400\U0001e900"
    "\U0001f600\U000e0020"
)


def random_strings(count, seed):
    """Strings of up to 12 of ALPHABET; no surrogate halves that Java would see as a pair."""
    source = random.Random(seed)
    while count > 0:
        text = "".join(source.choices(ALPHABET, k=source.randint(0, 12)))
        if "\ud800\udc00" not in text:
            count -= 1
            yield text


def main():
    if unicodedata.unidata_version != "14.0.0":
        sys.exit(f"unicodedata: {unicodedata.unidata_version} (expected: 14.0.0, CPython 3.11)")
    points = range(sys.maxunicode + 1)
    every = [chr(point) for point in points]

    space = [p for p in points if every[p].isspace()]
    assert space == [p for p in points if re.match(r"\s", every[p])]
    word = [p for p in points if re.match(r"\w", every[p])]
    decimal = [p for p in points if re.match(r"\d", every[p])]
    # The sigma rule skips what is case-ignorable before it asks what is cased, so a code point
    # that is both counts as ignorable only.
    cased = [p for p in points if (every[p] + SIGMA).lower().endswith(FINAL_SIGMA)]
    is_cased = set(cased)
    ignorable = [
        p
        for p in points
        if p not in is_cased and ("A" + every[p] + SIGMA).lower().endswith(FINAL_SIGMA)
    ]
    deltas = {}
    for p in points:
        lowered = every[p].lower()
        if len(lowered) != 1:
            assert p == 0x130 and lowered == "i\u0307"
        elif lowered != every[p]:
            assert (ord(lowered) > 0xFFFF) == (p > 0xFFFF)
            deltas[p] = ord(lowered) - p

    source = pathlib.Path("graders/src")
    with open(source / "main" / PACKAGE / "unicode14.txt", "w", newline="\n") as out:
        out.write("# Written by graders/tools/unicode14.py. Hexadecimal code points.\n")
        for name, members in (
            ("space", space),
            ("word", word),
            ("decimal", decimal),
            ("cased", cased),
            ("ignorable", ignorable),
        ):
            out.write(f"{name} {show(ranges(members))}\n")
        runs = " ".join(f"{a:x}-{b:x}/{s}:{d}" for a, b, s, d in lower_runs(deltas))
        out.write(f"lower {runs}\n")

    digest = hashlib.sha256()
    for p in points:
        c = every[p]
        digest.update(bytes([c.isspace() | bool(re.match(r"\w", c)) << 1
                             | bool(re.match(r"\d", c)) << 2]))
        for probe in (c, "A" + c + SIGMA, c + SIGMA, "A" + SIGMA + c, "A" + SIGMA + c + "b"):
            digest.update(probe.lower().encode("utf-16-be", "surrogatepass"))
    with open(source / "test" / PACKAGE / "cpython-3.11.sha256", "w", newline="\n") as out:
        out.write(digest.hexdigest() + "\n")
    with open(source / "test" / PACKAGE / "strings.jsonl", "w", newline="\n") as out:
        for text in random_strings(300, 14):
            answer = {
                "text": text,
                "lower": text.lower(),
                "words": len(text.split()),
                "stripped": text.strip(),
            }
            out.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()

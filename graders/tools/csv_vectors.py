#!/usr/bin/env python3
"""Writes python-reader.jsonl: texts and what CPython 3.11's csv.reader makes of them.

Run from the repository root with a CPython 3.11:

    python3 graders/tools/csv_vectors.py

Each line has the text, the records read before the end or an error, and whether there was one.
"""

import csv
import io
import json
import pathlib
import random
import sys

OUT = "graders/src/test/resources/io/plumbline/graders/csv/python-reader.jsonl"

NAMED = [
    ("an empty text has no records", ""),
    ("white space of every kind is stripped", " \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u2028\u3000"),
    ("one cell", "a"),
    ("a comma alone parts two empty cells", ","),
    ("a trailing comma opens an empty cell", "a,\nb,"),
    ("an empty line is a record without cells", "a\n\nb"),
    ("a line of a space is a record of one cell", "a\n \nb"),
    ("CRLF ends a record", "a,b\r\nc,d"),
    ("carriage returns before a line feed are eaten", "a\r\r\r\nb"),
    ("a line of carriage returns is an empty record", "a\n\r\r\nb"),
    ("text after a bare carriage return is an error", "a\rb"),
    ("so is a comma", "a\r,b"),
    ("so is a quote", "a\r\"b\""),
    ("so is a space, though stripping looks at it", "a\r b"),
    ("an error ends a reading that began well", "a,b\nc,d\ne\rf\ng,h"),
    ("a carriage return within quotes is content", "\"a\rb\",c"),
    ("CRLF within quotes is content as it stands", "\"a\r\nb\",c\nd"),
    ("a carriage return after a closing quote ends the record", "\"a\"\r\nb"),
    ("text after that is an error", "\"a\"\rb"),
    ("quotes may hold commas", "\"a,b\",c"),
    ("doubled quotes are one", "\"a\"\"b\"\"\",c"),
    ("a cell of one quote", "\"\"\"\""),
    ("an empty quoted cell", "\"\",a"),
    ("a quote within an unquoted cell is literal", "a\"b\"c,d"),
    ("a quote after a space does not open", "a, \"b,c\""),
    ("text after a closing quote is appended", "\"a\"b,c"),
    ("quotes in that text are literal", "\"a\"b\"c\",d"),
    ("a space after a closing quote is appended", "\"a\" ,b"),
    ("an open quote at the end is no error", "a,\"b"),
    ("it takes in all that follows", "a,\"b\nc,d\n\ne"),
    ("an open quote after doubled ones", "\"a\"\""),
    ("an opening quote as the last character", "a,\""),
    ("a closing quote as the last character", "a,\"b\""),
    ("NUL is a character", "a\0b,\0"),
    ("only line feeds end lines", "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g,h"),
    ("a byte order mark is no white space", "\ufeffa,b"),
    ("a character beyond the BMP is one", "\U0001f600,\U0001d4dc"),
    ("a lone surrogate is a character", "\ud800,\udc00x"),
    ("single quotes mean nothing", "'a,b',c"),
    ("a backslash escapes nothing", "a\\,b\\\"c"),
    ("stripping may end within a quoted cell", "a,\"b\n\n"),
]

PIECES = ['"', '"', '"', ",", ",", "\n", "\n", "\r", "\r\n", "a", "bc", " ", "\t", "\0", "\x0b"]
PIECES += ["\x1c", "\x1f", "\x85", "\u00a0", "\u2028", "\U0001f600", "\ud800", '""', ',"', '",', '"\n']


def read(text):
    records = []
    try:
        for record in csv.reader(io.StringIO(text.strip())):
            records.append(record)
    except csv.Error:
        return records, True
    return records, False


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit("python: %d.%d (expected: 3.11)" % sys.version_info[:2])
    rng = random.Random(11)
    cases = list(NAMED)
    for length in (2, 3, 4, 6, 9, 14, 25):
        for _ in range(50):
            text = "".join(rng.choice(PIECES) for _ in range(length))
            text = text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")
            cases.append(("a random mix of %d pieces" % length, text))
    with pathlib.Path(OUT).open("w", encoding="ascii") as out:
        for why, text in cases:
            records, error = read(text)
            line = {"why": why, "text": text, "records": records, "error": error}
            out.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()

"""Grades tables by the rules that Plumbline calls `reference`, as a Python server would do it."""

import csv
import io
import json
import re
from typing import NamedTuple

WEIGHTS = {"data_preservation": 0.35, "format_validity": 0.25, "unit_consistency": 0.25,
           "completeness": 0.15}
TOTAL_WEIGHT = sum(WEIGHTS.values())
NOT_PARSEABLE = "csv_not_parseable"
CAP = 0.2


class Grade(NamedTuple):
    reward: float
    scores: dict[str, float]
    flags: list[str]


NO_TABLE = Grade(0.0, dict.fromkeys(WEIGHTS, 0.0), [NOT_PARSEABLE])


class TableGrader:
    """The grader of one task."""

    def __init__(self, expected_rows, required_columns, forbidden_pattern):
        self._expected_rows = expected_rows
        self._required = [name.lower() for name in required_columns]
        self._forbidden = re.compile(forbidden_pattern)

    def grade(self, output):
        try:
            records = list(csv.reader(io.StringIO(output.strip())))
        except csv.Error:
            return NO_TABLE
        if len(records) < 2:
            return NO_TABLE
        filled = sum(any(map(str.strip, record)) for record in records)
        header = {cell.strip().lower() for cell in records[0]}
        found = sum(name in header for name in self._required)
        scores = {
            "data_preservation": 1.0 if filled - 1 >= self._expected_rows else 0.0,
            "format_validity": 1.0,
            "unit_consistency": 0.0 if self._forbidden.search(output) else 1.0,
            "completeness": round(found / len(self._required), 3) if self._required else 1.0,
        }
        composite = sum(weight * scores[name] for name, weight in WEIGHTS.items())
        return Grade(round(round(composite / TOTAL_WEIGHT, 4), 3), scores, [])


def load_graders(tasks):
    """A grader for each task of a file that `plumbline tasks` printed, by the task's id."""
    graders = {}
    with open(tasks, encoding="utf-8") as lines:
        for line in lines:
            task = json.loads(line)
            rules = task["expected_metadata"]
            graders[f"{task['task_type']}/stress_train/{task['case_id']}"] = TableGrader(
                rules["expected_row_count"], rules["required_columns"],
                rules["unit_normalization"]["forbidden_pattern"])
    return graders

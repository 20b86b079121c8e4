"""Holds table_grader.py to what `plumbline grade --profile reference` says of damaged tables."""

import json
import subprocess

from table_grader import TableGrader

DAMAGES = {
    "none": lambda table: table,
    "empty": lambda table: "",
    "one record": lambda table: table.partition("\n")[0],
    "rows cut": lambda table: table[:len(table) // 2],
    "prose before": lambda table: "Here is the table:\n\n" + table,
    "fence": lambda table: f"```csv\n{table}```\n",
    "blank rows": lambda table: table.replace("\n", "\n , \n\n"),
    "header in capitals, padded": lambda table: "".join(
        (", ".join(table.partition("\n")[0].upper().split(",")), "\n", table.partition("\n")[2])),
    "header renamed": lambda table: table.replace(",", ",x", 1),
    "millions": lambda table: table + "in $M\n",
    "M as a word": lambda table: table + "1.8 M,\n",
    "M within a word": lambda table: table + "1.8Mio,\n",
    "quote left open": lambda table: table.replace(",", ',"', 9),
    "quoted line break": lambda table: table + '"a\nb",c\n',
    "lone carriage return": lambda table: table.replace("\n", "\r", 3),
    "carriage returns": lambda table: table.replace("\n", "\r\n"),
    "long cell": lambda table: table + "x" * 131_073,
}


def check_grader(plumbline, tasks):
    """Fails at the first table of `tasks`, a few tasks' lines, that is graded otherwise."""
    cases, asked = [], []
    for task in map(json.loads, tasks):
        rules = task["expected_metadata"]
        rows, columns = rules["expected_row_count"], rules["required_columns"]
        pattern = rules["unit_normalization"]["forbidden_pattern"]
        for damage, do in DAMAGES.items():
            output = do(task["gold_or_reference_output"])
            name = f"task {task['case_id']}, {damage}"
            cases.append((name, TableGrader(rows, columns, pattern).grade(output)))
            asked.append(json.dumps({
                "id": name, "task_type": task["task_type"], "output": output,
                "expected_row_count": rows, "required_columns": columns,
                "forbidden_pattern": pattern}))
    answers = subprocess.run(
        [*plumbline, "grade", "--profile", "reference"], input="\n".join(asked), check=True,
        capture_output=True, text=True, encoding="utf-8").stdout.splitlines()
    for (name, grade), answer in zip(cases, map(json.loads, answers), strict=True):
        wanted = (answer["composite"], answer["scores"], answer["flags"])
        if wanted != tuple(grade):
            raise SystemExit(f"{name}: graded {tuple(grade)} in Python, {wanted} by Plumbline")
    return len(cases)

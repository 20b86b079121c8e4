"""Writes cases/tasks.json from a server: which task every seed is, by its hashes.

    PLUMBLINE_HOME=checkout python clients/conformance/tools/record_tasks.py [HOST:PORT]

Without a server one of the checkout is started. Needs clients/python. What changes there is a
change of the contract: same seed, same task, byte for byte.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path

CLIENT = Path(__file__).resolve().parents[2] / "python"
sys.path.insert(0, str(CLIENT / "tests"))

from conformance import sha256, tree  # noqa: E402

from plumbline_client import Client, LocalServer  # noqa: E402

SEEDS = [0, 1, 2, 3, 7, 42, 1000, 123_456_789, 2**32, 2**53 - 1]
ABOUT = (
    "Same environment, split and seed: same task, byte for byte, on every machine. Held-out splits"
    " depend on a server's salt and are left out. Written by tools/record_tasks.py."
)


def case(client: Client, environment: str, split: str) -> dict[str, object]:
    calls = []
    for seed in SEEDS:
        task = tree(client.sample_tasks(environment, split, seed=seed)[0])
        calls.append(
            {
                "call": "SampleTasks",
                "request": {"environment": environment, "split": split, "seed": seed, "count": 1},
                "expect": {
                    "tasks": {"length": 1},
                    "tasks.0.id": task["id"],
                    "tasks.0.seed": task["seed"],
                    "tasks.0.difficulty": task["difficulty"],
                    "tasks.0.content_hash": task["content_hash"],
                    "tasks.0.observation.input": {"sha256": sha256(task["observation"]["input"])},
                    "tasks.0.observation": {"sha256": sha256(task["observation"])},
                },
            }
        )
    calls[0]["save"] = "first"
    calls.append(
        {
            "call": "GetTask",
            "request": {"task_id": "$first.tasks.0.id"},
            "expect": {"task": "$first.tasks.0"},
        }
    )
    calls.append(
        {
            "call": "SampleTasks",
            "request": {"environment": environment, "split": split, "seed": 0, "count": 2},
            "expect": {"tasks.0": "$first.tasks.0"},
        }
    )
    return {"name": f"tasks: {environment}, {split}", "calls": calls}


def main() -> None:
    with ExitStack() as stack:
        if len(sys.argv) > 1:
            client = stack.enter_context(Client(sys.argv[1]))
        else:
            client = stack.enter_context(stack.enter_context(LocalServer()).connect())
        cases = [
            case(client, environment.name, split.name)
            for environment in client.catalogue().environments
            for split in environment.splits
            if split.open
        ]
    file = Path(__file__).resolve().parent.parent / "cases" / "tasks.json"
    lines = [
        '    {"name": '
        + json.dumps(each["name"])
        + ', "calls": [\n'
        + ",\n".join("      " + json.dumps(call) for call in each["calls"])
        + "\n    ]}"
        for each in cases
    ]
    head = '{\n  "about": ' + json.dumps(ABOUT) + ',\n  "cases": [\n'
    file.write_text(head + ",\n".join(lines) + "\n  ]\n}\n", encoding="utf-8")
    print(f"{file}: {len(cases)} cases")


if __name__ == "__main__":
    main()

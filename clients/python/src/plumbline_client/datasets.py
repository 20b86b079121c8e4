"""Tasks as Hugging Face datasets, and grades of what a dataset holds. Wants `datasets`."""

from __future__ import annotations

from typing import Any, TypeVar

from datasets import Dataset, IterableDataset
from datasets.fingerprint import generate_random_fingerprint

from .client import Client
from .errors import PlumblineError
from .values import Output

AnyDataset = TypeVar("AnyDataset", Dataset, IterableDataset)


def task_dataset(
    client: Client,
    environment: str,
    split: str,
    *,
    seed: int = 0,
    count: int,
    difficulty: str = "",
) -> Dataset:
    """Tasks of a split from a seed on: `task_id`, `prompt`, and what the prompt is made of.

    A split of finite size may have fewer than `count`.
    """
    tasks: list[Any] = []
    most = client.catalogue().limits.max_sample_count
    while len(tasks) < count:
        wanted = min(most, count - len(tasks))
        sample = client.sample_tasks(
            environment, split, seed=seed + len(tasks), count=wanted, difficulty=difficulty
        )
        tasks += sample
        if len(sample) < wanted:
            break
    return Dataset.from_list(
        [
            {
                "task_id": task.id,
                "prompt": task.observation.prompt(),
                "intent": task.observation.intent,
                "constraints": list(task.observation.constraints),
                "input": task.observation.input,
                "sources": [
                    {"name": source.name, "text": source.text}
                    for source in task.observation.sources
                ],
                "difficulty": task.difficulty,
                "content_hash": task.content_hash,
            }
            for task in tasks
        ]
    )


def grade_dataset(
    client: Client,
    dataset: AnyDataset,
    *,
    output_column: str = "output",
    task_column: str = "task_id",
    profile: str = "strict",
    reward_rule: str = "",
    batch_size: int = 256,
) -> AnyDataset:
    """The dataset with a grade of every output, whatever its size: a batch at a time.

    Adds `reward` (None where there is none), `dimensions` (name, value, weight and status of each),
    `flags`, `assessed_weight`, `grader_version`, and `error`, which says why an output has no grade
    and is empty where it has. An `IterableDataset` is graded as it is read.
    """

    def grade(batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
        outputs = [
            Output(task_id, text, profile, reward_rule)
            for task_id, text in zip(batch[task_column], batch[output_column], strict=True)
        ]
        rows = [_row(graded) for graded in client.grade_batch(outputs, batch_size=batch_size)]
        return {name: [row[name] for row in rows] for name in _NOTHING}

    if isinstance(dataset, IterableDataset):
        return dataset.map(grade, batched=True, batch_size=batch_size)
    # A connection has no fingerprint, and a grader may change: grades are not cached.
    return dataset.map(
        grade,
        batched=True,
        batch_size=batch_size,
        load_from_cache_file=False,
        new_fingerprint=generate_random_fingerprint(),
    )


_NOTHING: dict[str, Any] = {
    "reward": None,
    "dimensions": [],
    "flags": [],
    "assessed_weight": None,
    "grader_version": None,
    "error": "",
}


def _row(graded: Any) -> dict[str, Any]:
    if isinstance(graded, PlumblineError):
        return {**_NOTHING, "error": str(graded)}
    grade = graded.grade
    return {
        "reward": graded.reward,
        "dimensions": [
            {
                "name": each.name,
                "value": each.value,
                "weight": each.weight,
                "status": each.status.value,
            }
            for each in grade.dimensions
        ],
        "flags": [{"name": flag.name, "cap": flag.cap} for flag in grade.flags],
        "assessed_weight": grade.assessed_weight,
        "grader_version": grade.grader_version,
        "error": "",
    }

"""The adapter for Hugging Face datasets."""

import pytest

pytest.importorskip("datasets")

from datasets import Dataset, IterableDataset

from plumbline_client import Client, GradedOutput, Output
from plumbline_client.datasets import grade_dataset, task_dataset

SHEETS = "spreadsheet_clean"


def outputs() -> list[dict[str, str]]:
    rows = [{"task_id": f"{SHEETS}/train/{seed}", "output": "Quarter\nQ1\n"} for seed in range(20)]
    return [*rows, {"task_id": f"{SHEETS}/heldout/1", "output": "a"}]


def test_tasks_become_rows(client: Client) -> None:
    rows = task_dataset(client, "citation_ground", "train", seed=3, count=2)
    tasks = client.sample_tasks("citation_ground", "train", seed=3, count=2)
    assert rows["task_id"] == [task.id for task in tasks]
    assert rows["prompt"] == [task.observation.prompt() for task in tasks]
    assert rows[0]["sources"][0]["name"] == tasks[0].observation.sources[0].name
    most = client.catalogue().limits.max_sample_count
    assert len(task_dataset(client, SHEETS, "train", count=most + 3)) == most + 3


def test_every_output_is_graded_or_says_why_not(client: Client) -> None:
    graded = grade_dataset(client, Dataset.from_list(outputs()), batch_size=8)
    assert graded["task_id"] == [row["task_id"] for row in outputs()]
    for row in list(graded)[:20]:
        wanted = client.grade(Output(row["task_id"], row["output"]))
        assert isinstance(wanted, GradedOutput)
        assert row["reward"] == wanted.reward
        assert {each["name"]: each["value"] for each in row["dimensions"]} == wanted.grade.values
        assert {each["status"] for each in row["dimensions"]} == {"assessed"}
        assert [flag["name"] for flag in row["flags"]] == [f.name for f in wanted.grade.flags]
        assert (row["grader_version"], row["error"]) == (wanted.grade.grader_version, "")
    assert graded[20]["reward"] is None
    assert graded[20]["error"].startswith("PERMISSION_DENIED: ")


def test_a_stream_is_graded_as_it_is_read(client: Client) -> None:
    read = 0

    def rows():  # type: ignore[no-untyped-def]
        nonlocal read
        for seed in range(10**9):
            read += 1
            yield {"task_id": f"{SHEETS}/train/{seed}", "output": ""}

    graded = grade_dataset(client, IterableDataset.from_generator(rows), batch_size=8)
    assert [row["reward"] for row in graded.take(20)] == [0.0] * 20
    assert read <= 20 + 3 * 8

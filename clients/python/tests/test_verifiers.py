"""The adapter for verifiers, in verifiers' own environment."""

import asyncio
import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

vf = pytest.importorskip("verifiers.v1")

from plumbline_client import Client, LocalServer
from plumbline_client.verifiers import (
    PlumblineTaskConfig,
    PlumblineTaskset,
    PlumblineTasksetConfig,
)

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "verifiers_eval.py"


@pytest.fixture(scope="module")
def example() -> Any:
    spec = importlib.util.spec_from_file_location("verifiers_eval", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["verifiers_eval"] = module
    spec.loader.exec_module(module)
    return module


def config(server: LocalServer, **settings: Any) -> PlumblineTasksetConfig:
    task = PlumblineTaskConfig(server=server.target)
    return PlumblineTasksetConfig(id="plumbline-taskset", task=task, **settings)


def test_verifiers_finds_the_taskset_and_its_tasks(server: LocalServer, client: Client) -> None:
    taskset = vf.load_taskset(config(server, seed=5, count=3))
    assert isinstance(taskset, PlumblineTaskset)
    tasks = client.sample_tasks("spreadsheet_clean", "train", seed=5, count=3)
    assert [each.data.id for each in taskset] == [task.id for task in tasks]
    assert [each.data.prompt for each in taskset] == [task.observation.prompt() for task in tasks]
    assert len({each.key for each in taskset}) == 3


def test_rollouts_get_reward_dimensions_and_the_whole_grade(
    example: Any, server: LocalServer, client: Client
) -> None:
    if not shutil.which("uv"):
        pytest.skip("no uv, which starts verifiers' chat loop")
    with example.copying_policy() as url:
        endpoint = vf.EvalClientConfig(base_url=url, api_key_var="NOBODY")
        traces = asyncio.run(example.evaluate(server.target, endpoint, "copy", count=2))
    assert len(traces) == 2
    for trace in traces:
        assert not trace.errors
        group = client.reset(task_id=trace.task.data.id)
        wanted = client.step(group.episodes[0].action(trace.last_reply))
        assert trace.reward == wanted.reward
        assert wanted.grade.values.items() <= trace.metrics.items()
        assert trace.metrics["truncated"] == 0
        kept = trace.info["plumbline"]
        assert {each["name"]: each["weight"] for each in kept["dimensions"]} == {
            each.name: each.weight for each in wanted.grade.dimensions
        }
        assert {each["status"] for each in kept["dimensions"]} == {"assessed"}
        assert (kept["terminated"], kept["truncated"]) == (True, False)

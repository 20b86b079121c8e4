"""Plumbline's tasks as a taskset of verifiers (its v1 API). Wants `verifiers`.

verifiers finds a taskset by its module, which is `plumbline-taskset` for `vf-eval` and prime-rl.
"""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Iterable
from typing import Any

import verifiers.v1 as vf

from ._channel import Tls
from .client import Client
from .values import FinishReason, StepResult


class PlumblineTaskConfig(vf.TaskConfig):
    """Where a rollout is graded, and how: `--env.taskset.task.*`."""

    server: str = "127.0.0.1:50051"
    """`host:port`."""
    tls_authority: str | None = None
    """File in PEM with the authority of the server's certificate; encrypts. Empty: the system's."""
    token_var: str = "PLUMBLINE_TOKEN"
    """The environment variable with the token, if the server asks for one."""
    profile: str = "strict"
    """Which rules grade: `strict` or `reference`."""
    reward_rule: str = ""
    """By which rule the grade pays; empty for the server's default."""
    token_budget: int | None = None
    """Most tokens that a rollout may write; the agent's `max_output_tokens`. None: no budget."""

    def client(self) -> Client:
        """One connection for all tasks of a process."""
        return _client(self.server, self.tls_authority, os.environ.get(self.token_var))


@functools.cache
def _client(server: str, authority: str | None, token: str | None) -> Client:
    tls = None if authority is None else Tls(authority=authority or None)
    return Client(server, tls=tls, token=token)


class PlumblineTasksetConfig(vf.TasksetConfig):
    """Which tasks: `--env.taskset.*`."""

    task: PlumblineTaskConfig = PlumblineTaskConfig()
    environment: str = "spreadsheet_clean"
    """`spreadsheet_clean`, `doc_revision` or `citation_ground`."""
    split: str = "train"
    """Its split."""
    seed: int = 0
    """The split's task to begin with."""
    count: int = 100
    """How many; fewer where the split has no more."""


class PlumblineData(vf.TaskData):
    """A task as a policy may see it; `id` is Plumbline's `environment/split/key`."""

    content_hash: str = ""
    """Two tasks with one hash are the same task."""


class PlumblineTask(vf.Task[PlumblineData, vf.State, PlumblineTaskConfig]):
    """One step of an episode: the last reply is the document.

    The reward is the composite. Every dimension is a metric, `truncated` and the assessed weight
    too; `trace.info["plumbline"]` keeps the whole grade. Where a dimension failed there is no
    reward but an error, so that nobody takes it for a zero.
    """

    @property
    def key(self) -> str:
        return f"{self.data.id}@{self.data.content_hash}"

    @vf.reward
    async def plumbline(self, trace: vf.Trace) -> float:
        """The composite, in [0, 1]."""
        result = await asyncio.to_thread(self._step, trace)
        grade = result.grade
        trace.info["plumbline"] = _record(result)
        trace.record_metrics(
            {
                "truncated": float(result.truncated),
                "assessed_weight": grade.assessed_weight,
                **{name: value for name, value in grade.values.items() if value is not None},
            }
        )
        if result.reward is None:
            failed = [each.name for each in grade.dimensions if each.value is None]
            raise vf.TaskError(f"no reward: {', '.join(failed)} failed")
        return result.reward

    def _step(self, trace: vf.Trace) -> StepResult:
        config = self.config
        client = config.client()
        group = client.reset(
            task_id=self.data.id,
            profile=config.profile,
            reward_rule=config.reward_rule,
            token_budget=config.token_budget,
        )
        finish: FinishReason = "length" if trace.is_truncated else "stop"
        action = group.episodes[0].action(trace.last_reply, finish, _tokens(trace))
        return client.step(action)


def _tokens(trace: vf.Trace) -> int | None:
    """Tokens of the last reply, where the endpoint says."""
    answered = [call for call in trace.calls if call.error is None]
    usage = answered[-1].usage if answered else None
    return None if usage is None else usage.completion_tokens


def _record(result: StepResult) -> dict[str, Any]:
    grade = result.grade
    return {
        "step_id": result.step_id.hex(),
        "reward": result.reward,
        "terminated": result.terminated,
        "truncated": result.truncated,
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
        "grader_version": grade.grader_version,
    }


class PlumblineTaskset(vf.Taskset[PlumblineTask, PlumblineTasksetConfig]):
    """Tasks of a split, from a seed on."""

    def load(self) -> Iterable[PlumblineTask]:
        config = self.config
        client = config.task.client()
        most = client.catalogue().limits.max_sample_count
        for begin in range(0, config.count, most):
            wanted = min(most, config.count - begin)
            sample = client.sample_tasks(
                config.environment, config.split, seed=config.seed + begin, count=wanted
            )
            for task in sample:
                data = PlumblineData(
                    id=task.id,
                    prompt=task.observation.prompt(),
                    content_hash=task.content_hash,
                )
                yield PlumblineTask(data, config.task)
            if len(sample) < wanted:
                return

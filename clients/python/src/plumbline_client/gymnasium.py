"""Plumbline's environments as Gymnasium's, single and vectorised. Wants `gymnasium`.

An observation is a prompt, an action the document that a policy makes of it. An episode is one step
long: the observation that follows is empty. `terminated` and `truncated` are the server's: the
policy stopped by itself, or its budget ran out.

>>> import plumbline_client.gymnasium
>>> with Client(server.target) as client:
...     env = plumbline_client.gymnasium.PlumblineEnv(client, "spreadsheet_clean", "train")
...     prompt, info = env.reset(seed=7)
...     _, reward, terminated, truncated, info = env.step(info["task"].observation.input)
>>> 0 < reward < 1, terminated, truncated, info["grade"]["completeness"].value
(True, True, False, 1.0)
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from .client import Client
from .errors import PlumblineError
from .values import Action, Episode, Group, StepResult, Task

_SEEDS = 2**31
_MOST_PROMPT_CHARACTERS = 1 << 24


class Document(gymnasium.spaces.Text):
    """Text of any characters, `max_length` of them at most. Samples are short and of ASCII."""

    def __init__(self, max_length: int) -> None:
        super().__init__(max_length, min_length=0, charset=string.printable)

    def contains(self, x: Any) -> bool:
        return isinstance(x, str) and len(x) <= self.max_length

    def sample(self, mask: Any = None, probability: Any = None) -> str:
        if mask is None and probability is None:
            length = int(self.np_random.integers(0, min(self.max_length, 1000), endpoint=True))
            mask = (length, None)
        return super().sample(mask, probability)


@dataclass(frozen=True, slots=True)
class Rules:
    """How episodes are graded and paid, as in `Client.reset`.

    count_tokens: tokens of an action by the policy's own tokenizer, end token left out; needed
        under a token budget. An action of as many tokens as the budget, or more, was cut off.
    prompt: what a policy sees of a task.
    """

    profile: str = "strict"
    reward_rule: str = ""
    token_budget: int | None = None
    count_tokens: Callable[[str], int] | None = None
    prompt: Callable[[Task], str] = lambda task: task.observation.prompt()

    def __post_init__(self) -> None:
        if self.token_budget is not None and self.count_tokens is None:
            raise ValueError("count_tokens: None (expected: a function, under a token budget)")

    def action(self, episode: Episode, text: str) -> Action:
        if self.count_tokens is None:
            return episode.action(text)
        tokens = self.count_tokens(text)
        cut = self.token_budget is not None and tokens >= self.token_budget
        return episode.action(text, "length" if cut else "stop", tokens)

    def reset(self) -> dict[str, Any]:
        return {
            "profile": self.profile,
            "reward_rule": self.reward_rule,
            "token_budget": self.token_budget,
        }


def _spaces(client: Client) -> tuple[Document, Document]:
    return Document(_MOST_PROMPT_CHARACTERS), Document(client.catalogue().limits.max_action_bytes)


def _reward(result: StepResult) -> float:
    return float("nan") if result.reward is None else result.reward


class PlumblineEnv(gymnasium.Env[str, str]):
    """One episode at a time.

    `reset(seed=s)` gives the split's task of seed s; without a seed, the next is drawn from the one
    before; `options={"task_id": …}` names a task. `info` has the `task` after a reset and the
    `grade` after a step, and `result` keeps all of the last step. The reward is NaN, not 0, where a
    dimension failed. Raises a `PlumblineError` for what the server refuses.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012  as Gymnasium has it

    def __init__(
        self, client: Client, environment: str, split: str, rules: Rules | None = None
    ) -> None:
        self.observation_space, self.action_space = _spaces(client)
        self.result: StepResult | None = None
        self._client = client
        self._environment = environment
        self._split = split
        self._rules = rules or Rules()
        self._episode: Episode | None = None

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any]]:
        super().reset(seed=seed)
        task_id = (options or {}).get("task_id")
        if seed is None and task_id is None:
            seed = int(self.np_random.integers(_SEEDS))
        group = self._client.reset(
            self._environment,
            split=self._split,
            seed=None if task_id else seed,
            task_id=task_id,
            **self._rules.reset(),
        )
        self._episode = group.episodes[0]
        self.result = None
        return self._rules.prompt(group.task), {"task": group.task}

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        if self._episode is None:
            raise gymnasium.error.ResetNeeded("step: no episode (expected: reset before each)")
        result = self._client.step(self._rules.action(self._episode, action))
        self._episode = None
        self.result = result
        return "", _reward(result), result.terminated, result.truncated, {"grade": result.grade}


class PlumblineVectorEnv(VectorEnv[tuple[str, ...], Sequence[str], Any]):
    """Many episodes at a time: a step is one batch, and starts the episodes that follow.

    num_envs: episodes at a time.
    group_size: how many of them in a row attempt the same task; divides `num_envs`.

    The first task of `reset(seed=s)` has seed s, the next s + 1, and so on; a list has a seed for
    each group. Autoreset is Gymnasium's SAME_STEP: observations of a step are those of new
    episodes, `infos["final_obs"]` and `infos["final_info"]` belong to those that ended. `results`
    keeps all of the last steps. Where one was refused, it has the refusal; the reward is NaN then,
    and the episode counts as truncated.
    """

    def __init__(
        self,
        client: Client,
        environment: str,
        split: str,
        num_envs: int,
        rules: Rules | None = None,
        *,
        group_size: int = 1,
    ) -> None:
        if num_envs < 1 or group_size < 1 or num_envs % group_size:
            raise ValueError(
                f"group_size: {group_size} of {num_envs} (expected: a divisor of num_envs)"
            )
        self.num_envs = num_envs
        self.metadata = {"render_modes": [], "autoreset_mode": AutoresetMode.SAME_STEP}
        self.single_observation_space, self.single_action_space = _spaces(client)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.results: list[StepResult | PlumblineError] = []
        self._client = client
        self._environment = environment
        self._split = split
        self._rules = rules or Rules()
        self._group_size = group_size
        self._groups = num_envs // group_size
        self._rollout = client.rollout(window=max(1, min(self._groups, 128)))
        self._episodes: list[Episode] = []

    def reset(
        self,
        *,
        seed: int | list[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[tuple[str, ...], dict[str, Any]]:
        seeds: list[int | None]
        if isinstance(seed, list):
            if len(seed) != self._groups:
                raise ValueError(f"seed: {len(seed)} (expected: {self._groups}, one a group)")
            seeds = seed
        else:
            super().reset(seed=seed)
            seeds = [None if seed is None else seed + index for index in range(self._groups)]
        self.results = []
        return self._begin(seeds)

    def _begin(self, seeds: list[int | None]) -> tuple[tuple[str, ...], dict[str, Any]]:
        """New episodes in all places, started on one stream."""
        started = [
            self._rollout.reset(
                self._environment,
                split=self._split,
                seed=int(self.np_random.integers(_SEEDS)) if seed is None else seed,
                group_size=self._group_size,
                **self._rules.reset(),
            )
            for seed in seeds
        ]
        groups: list[Group] = [future.result() for future in started]
        self._episodes = [episode for group in groups for episode in group.episodes]
        tasks = [group.task for group in groups for _ in group.episodes]
        infos: dict[str, Any] = {}
        for index, task in enumerate(tasks):
            infos = self._add_info(infos, {"task": task}, index)
        return tuple(self._rules.prompt(task) for task in tasks), infos

    def step(self, actions: Sequence[str]) -> tuple[tuple[str, ...], Any, Any, Any, dict[str, Any]]:
        if not self._episodes:
            raise gymnasium.error.ResetNeeded("step: no episodes (expected: reset before)")
        if len(actions) != self.num_envs:
            raise ValueError(f"actions: {len(actions)} (expected: {self.num_envs}, num_envs)")
        self.results = self._client.step_batch(
            [
                self._rules.action(episode, text)
                for episode, text in zip(self._episodes, actions, strict=True)
            ]
        )
        rewards = np.full(self.num_envs, np.nan)
        terminations = np.zeros(self.num_envs, dtype=np.bool_)
        ended: list[dict[str, Any]] = []
        for index, result in enumerate(self.results):
            if isinstance(result, StepResult):
                rewards[index] = _reward(result)
                terminations[index] = result.terminated
                ended.append({"grade": result.grade})
            else:
                ended.append({"error": result})
        observations, infos = self._begin([None] * self._groups)
        for index, info in enumerate(ended):
            infos = self._add_info(infos, {"final_obs": "", "final_info": info}, index)
        return observations, rewards, terminations, ~terminations, infos

    def close_extras(self, **kwargs: Any) -> None:
        self._rollout.close()

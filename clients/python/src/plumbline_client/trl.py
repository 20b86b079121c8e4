"""Tasks and rewards for TRL's GRPO trainer. Wants `datasets`, and `trl` to train with."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from datasets import Dataset

from .client import Client
from .errors import FailedPrecondition, PlumblineError
from .values import Action, Group, StepResult, Task

Reward = Callable[..., list[float | None]]
Result = StepResult | PlumblineError


class Tasks:
    """Tasks of a split and how they are graded and paid, as in `Client.reset`.

    group_size: TRL's `num_generations`; each of a prompt's completions is an attempt of its own.
    token_budget: TRL's `max_completion_length`, so that a completion that is cut off is truncated.

        tasks = Tasks(client, "spreadsheet_clean", "train", group_size=8, token_budget=512)
        GRPOTrainer(model, tasks.reward_funcs(tokenizer), train_dataset=tasks.dataset(1000), …)

    Every completion is one step. A server that restarts costs none: steps are tried again as the
    client's `Retry` says. The dataset holds the episodes' handles: saved and loaded again, it has a
    trainer that resumes take the very steps that it took before.
    """

    def __init__(
        self,
        client: Client,
        environment: str,
        split: str,
        *,
        group_size: int,
        profile: str = "strict",
        reward_rule: str = "",
        token_budget: int | None = None,
    ) -> None:
        rubric = client.catalogue().environment(environment).rubric(profile)
        self.dimensions = tuple(each.name for each in rubric.dimensions)
        self.client = client
        self.token_budget = token_budget
        self._environment = environment
        self._split = split
        self._rules: dict[str, Any] = {
            "group_size": group_size,
            "profile": profile,
            "reward_rule": reward_rule,
            "token_budget": token_budget,
        }

    def dataset(
        self,
        count: int,
        *,
        seed: int = 0,
        prompt: Callable[[Task], Any] = lambda task: task.observation.prompt(),
    ) -> Dataset:
        """A task for each seed from `seed` on: `prompt`, `task_id`, and `handles`, one an attempt.

        prompt: what the policy is asked; a list of messages for a chat.
        """
        with self.client.rollout() as rollout:
            started = [
                rollout.reset(self._environment, split=self._split, seed=each, **self._rules)
                for each in range(seed, seed + count)
            ]
        groups: list[Group] = [future.result() for future in started]
        return Dataset.from_list(
            [
                {
                    "prompt": prompt(group.task),
                    "task_id": group.task.id,
                    "handles": [episode.handle for episode in group.episodes],
                }
                for group in groups
            ]
        )

    def reward_funcs(self, tokenizer: Any) -> list[Reward]:
        """For GRPOTrainer: the composite, then every dimension by its name. One batch of steps.

        tokenizer: the trainer's; says whether a completion ended by itself.

        A completion that could not be graded is None in all of them: TRL would take one that has
        some of its rewards for one that earned nothing in the others.
        """
        scores = _Scores(self, tokenizer)

        def dimension(name: str) -> Reward:
            def reward(**columns: Any) -> list[float | None]:
                return [
                    None if result is None else result.grade[name].value
                    for result in scores.of(columns)
                ]

            reward.__name__ = name
            return reward

        return [scores.composite, *map(dimension, self.dimensions)]

    @property
    def reward_weights(self) -> list[float]:
        """For GRPOConfig: pays the composite, and has TRL log every dimension."""
        return [1.0] + [0.0] * len(self.dimensions)

    def environment_factory(self) -> DocumentEnvironment:
        """For GRPOTrainer: an environment whose tool `submit` takes the document.

        Its rows are those of `dataset`, with chats as prompts. Not under a token budget, as TRL
        does not tell a tool how many tokens it was given.
        """
        if self.token_budget is not None:
            raise ValueError(f"token_budget: {self.token_budget} (expected: none, with tools)")
        return DocumentEnvironment(self)

    def step(self, actions: Sequence[Action], task_ids: Sequence[str]) -> list[Result]:
        """A result for each action. For a handle that has expired the task is reset once more."""
        results = self.client.step_batch(actions)
        expired = [index for index, result in enumerate(results) if _expired(result)]
        if expired:
            fresh = {task_id: self._handles(task_id) for task_id in {task_ids[i] for i in expired}}
            again = [replace(actions[i], handle=next(fresh[task_ids[i]])) for i in expired]
            for index, result in zip(expired, self.client.step_batch(again), strict=True):
                results[index] = result
        return results

    def _handles(self, task_id: str) -> Iterator[bytes]:
        group = self.client.reset(task_id=task_id, **self._rules)
        return itertools.cycle(episode.handle for episode in group.episodes)


def _expired(result: Result) -> bool:
    return isinstance(result, FailedPrecondition) and (result.field, result.value) == (
        "handle",
        "expired",
    )


class _Scores:
    """Steps a batch of completions once, however many functions ask for their share of it."""

    def __init__(self, tasks: Tasks, tokenizer: Any) -> None:
        self._tasks = tasks
        self._ends = {tokenizer.eos_token_id, tokenizer.pad_token_id} - {None}
        self._lock = threading.Lock()
        self._actions: list[Action] = []
        self._results: list[StepResult | None] = []

    def composite(self, **columns: Any) -> list[float | None]:
        results = self.of(columns)
        graded = [result for result in results if result is not None]
        if log_metric := columns.get("log_metric"):
            log_metric("plumbline/ungraded", 1 - len(graded) / len(results))
            if graded:
                log_metric("plumbline/truncated", _mean([each.truncated for each in graded]))
                log_metric(
                    "plumbline/assessed_weight",
                    _mean([each.grade.assessed_weight for each in graded]),
                )
        if log_extra := columns.get("log_extra"):
            log_extra("step_id", ["" if each is None else each.step_id.hex() for each in results])
        return [None if result is None else result.reward for result in results]

    def of(self, columns: dict[str, Any]) -> list[StepResult | None]:
        """What is known of each completion; None for one without a reward."""
        with self._lock:
            actions = self._actions_of(columns)
            if actions != self._actions:
                results = self._tasks.step(actions, columns["task_id"])
                self._results = [
                    result if isinstance(result, StepResult) and result.reward is not None else None
                    for result in results
                ]
                self._actions = actions
            return self._results

    def _actions_of(self, columns: dict[str, Any]) -> list[Action]:
        attempts: Counter[str] = Counter()
        actions = []
        for completion, ids, task_id, handles in zip(
            columns["completions"],
            columns["completion_ids"],
            columns["task_id"],
            columns["handles"],
            strict=True,
        ):
            handle = handles[attempts[task_id] % len(handles)]
            attempts[task_id] += 1
            ended = bool(ids) and ids[-1] in self._ends
            actions.append(
                Action(handle, _text(completion), "stop" if ended else "length", len(ids))
            )
        return actions


def _text(completion: Any) -> str:
    """What the policy wrote; of a chat, its last message."""
    text = completion if isinstance(completion, str) else completion[-1]["content"]
    return text or ""


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


class DocumentEnvironment:
    """An episode whose document is handed in by a tool. TRL calls all of this.

    What is never handed in is graded as an empty document: the policy stopped without one.
    """

    _numbers = itertools.count()

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._number = next(self._numbers)
        self._handle = b""
        self._task_id = ""
        self._result: Result | None = None

    def reset(self, *, task_id: str, handles: Sequence[bytes], **columns: Any) -> None:
        self._task_id = task_id
        self._handle = handles[self._number % len(handles)]
        self._result = None

    def submit(self, document: str) -> str:
        """
        Hands in the finished document. It can be handed in once.

        Args:
            document: The whole document, and nothing but it.

        Returns:
            Whether it was taken.
        """
        if self._result is not None:
            raise ValueError("document: handed in before (expected: once)")
        self._result = self._step(document)
        if isinstance(self._result, PlumblineError):
            raise self._result
        return "Taken."

    def get_reward(self) -> float | None:
        if self._result is None:
            self._result = self._step("")
        return self._result.reward if isinstance(self._result, StepResult) else None

    def _step(self, document: str) -> Result:
        action = Action(self._handle, document)
        return self._tasks.step([action], [self._task_id])[0]

"""What a server says, as frozen values: nothing of a grade is left out or filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

FinishReason = Literal["stop", "length"]
"""Why a policy stopped writing: by itself, or because its budget ran out."""


class Status(Enum):
    """What is known about a dimension's value."""

    ASSESSED = "assessed"
    """A rule or a judge looked and gave the value."""
    UNASSESSED = "unassessed"
    """Nobody looked: never a pass. The value is the profile's placeholder."""
    FAILED = "failed"
    """A grader or judge broke: never a zero. There is no value, and no reward."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension's grade.

    `value` is in [0, 1] and None while FAILED; `weight`, in (0, 1], is its share of the composite.
    """

    name: str
    value: float | None
    weight: float
    status: Status


@dataclass(frozen=True, slots=True)
class Flag:
    """A hard-fail flag that is raised; the reward is at most `cap`, in [0, 1]."""

    name: str
    cap: float


@dataclass(frozen=True, slots=True)
class Grade:
    """What a grader says of one output.

    `dimensions` are in the order in which the composite sums them. `assessed_weight`, in [0, 1], is
    the share of the weights that somebody looked at. `evidence` is what each deduction stands on,
    in words, where it was asked for.
    """

    dimensions: tuple[Dimension, ...]
    flags: tuple[Flag, ...]
    assessed_weight: float
    grader_version: str
    evidence: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Dimension:
        """The dimension of this name; KeyError if the rubric has none."""
        for dimension in self.dimensions:
            if dimension.name == name:
                return dimension
        raise KeyError(name)

    @property
    def values(self) -> Mapping[str, float | None]:
        """Each dimension's value by its name, None while FAILED."""
        return {dimension.name: dimension.value for dimension in self.dimensions}


@dataclass(frozen=True, slots=True)
class GradedOutput:
    """A graded output. `reward` is in [0, 1]; None, not 0, while a dimension FAILED."""

    reward: float | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class StepResult:
    """What came of an action.

    `reward` is in [0, 1]; None, not 0, while a dimension FAILED. `terminated`: the policy stopped
    by itself. `truncated`: its budget ran out. `step_id` hashes handle and action: it names this
    branch in logs and journals, and an action that is sent twice has one. `handle` is final: no
    step is taken from it.
    """

    reward: float | None
    grade: Grade
    terminated: bool
    truncated: bool
    step_id: bytes
    handle: bytes


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document that an output may cite by its name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What a policy is given: what the output is for, what it has to satisfy, what to work on."""

    intent: str
    constraints: tuple[str, ...]
    input: str
    sources: tuple[SourceDocument, ...] = ()

    def prompt(self) -> str:
        """All of it as one text: intent, constraints, sources, and the document last."""
        parts = [self.intent]
        if self.constraints:
            parts.append("\n".join(f"- {constraint}" for constraint in self.constraints))
        parts += [f"{source.name}:\n{source.text}" for source in self.sources]
        return "\n\n".join([*parts, self.input])


@dataclass(frozen=True, slots=True)
class Task:
    """A task as a policy may see it. Same environment, split and seed: same task, everywhere.

    `id` is `environment/split/key`; `content_hash` covers its reference too, which is never sent.
    """

    id: str
    environment: str
    split: str
    seed: int
    difficulty: str
    content_hash: str
    observation: Observation


@dataclass(frozen=True, slots=True)
class Action:
    """What a policy does in an episode: the text that it wrote and why it stopped.

    `tokens` are the text's, by the policy's own tokenizer; needed under a token budget.
    """

    handle: bytes
    text: str
    finish: FinishReason = "stop"
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One attempt at a task. `handle` is opaque, signed; `attempt` counts from 0 in its group."""

    handle: bytes
    attempt: int = 0

    def action(self, text: str, finish: FinishReason = "stop", tokens: int | None = None) -> Action:
        """An action in this episode; another text is another branch."""
        return Action(self.handle, text, finish, tokens)


@dataclass(frozen=True, slots=True)
class Group:
    """Attempts at one task."""

    task: Task
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """An output to grade without an episode, against a task of an open split."""

    task_id: str
    text: str
    profile: str = "strict"
    reward_rule: str = ""
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class DimensionSpec:
    """One dimension of a rubric, with its weight in (0, 1] and its formula in words."""

    name: str
    weight: float
    formula: str


@dataclass(frozen=True, slots=True)
class FlagSpec:
    """One hard-fail flag of a rubric, with its cap in [0, 1] and its condition in words."""

    name: str
    cap: float
    condition: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """How an environment grades under one profile. `version` changes whenever any grade may."""

    profile: str
    version: str
    dimensions: tuple[DimensionSpec, ...]
    flags: tuple[FlagSpec, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Tasks that belong together. `open`: graded without an episode, with evidence on request.

    `size` is None for a generator, which has a task for every seed.
    """

    name: str
    open: bool
    size: int | None


@dataclass(frozen=True, slots=True)
class Environment:
    """A task family and how it is graded."""

    name: str
    description: str
    rubrics: tuple[Rubric, ...]
    splits: tuple[Split, ...]

    def rubric(self, profile: str) -> Rubric:
        """The rubric of this profile; KeyError if there is none."""
        for rubric in self.rubrics:
            if rubric.profile == profile:
                return rubric
        raise KeyError(profile)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server takes; requests beyond it are refused. Bytes are of UTF-8."""

    max_action_bytes: int
    max_message_bytes: int
    max_batch_items: int
    max_group_size: int
    max_sample_count: int
    max_token_budget: int
    handle_ttl_seconds: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a server offers. `reward_rules` are by name, in words; the first is the default."""

    environments: tuple[Environment, ...]
    reward_rules: Mapping[str, str]
    limits: Limits
    server_version: str

    def environment(self, name: str) -> Environment:
        """The environment of this name; KeyError if there is none."""
        for environment in self.environments:
            if environment.name == name:
                return environment
        raise KeyError(name)

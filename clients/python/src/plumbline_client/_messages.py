"""Between the contract's messages and values."""

from __future__ import annotations

from collections.abc import Mapping

from plumbline.env.v1 import environment_pb2, grade_pb2, task_pb2
from plumbline.env.v1 import environment_service_pb2 as pb

from . import errors
from .errors import PlumblineError
from .values import (
    Action,
    Catalogue,
    Dimension,
    DimensionSpec,
    Environment,
    Episode,
    FinishReason,
    Flag,
    FlagSpec,
    Grade,
    GradedOutput,
    Group,
    Limits,
    Observation,
    Output,
    Rubric,
    SourceDocument,
    Split,
    Status,
    StepResult,
    Task,
)

_STATUS: Mapping[int, Status] = {
    grade_pb2.DIMENSION_STATUS_ASSESSED: Status.ASSESSED,
    grade_pb2.DIMENSION_STATUS_UNASSESSED: Status.UNASSESSED,
    grade_pb2.DIMENSION_STATUS_FAILED: Status.FAILED,
}
_FINISH: Mapping[FinishReason, pb.FinishReason] = {
    "stop": pb.FINISH_REASON_STOP,
    "length": pb.FINISH_REASON_LENGTH,
}


def reset_request(
    environment: str,
    *,
    split: str,
    seed: int | None,
    task_id: str | None,
    group_size: int,
    profile: str,
    reward_rule: str,
    token_budget: int | None,
    evidence: bool,
) -> pb.ResetRequest:
    if seed is not None and task_id is not None:
        raise ValueError(f"task_id: {task_id} beside seed {seed} (expected: one of the two)")
    request = pb.ResetRequest(
        environment=environment,
        split=split,
        group_size=group_size,
        profile=profile,
        reward_rule=reward_rule,
        evidence=evidence,
    )
    if task_id is not None:
        request.task_id = task_id
    else:
        request.seed = seed or 0
    if token_budget is not None:
        request.token_budget = token_budget
    return request


def step_request(action: Action) -> pb.StepRequest:
    finish = _FINISH.get(action.finish)
    if finish is None:
        raise ValueError(f"finish: {action.finish!r} (expected: 'stop' or 'length')")
    return pb.StepRequest(
        handle=action.handle,
        action=_utf8(action.text),
        finish_reason=finish,
        token_count=action.tokens,
    )


def grade_request(output: Output) -> pb.GradeRequest:
    return pb.GradeRequest(
        task_id=output.task_id,
        output=_utf8(output.text),
        profile=output.profile,
        reward_rule=output.reward_rule,
        evidence=output.evidence,
    )


def _utf8(text: str) -> bytes:
    # Lone surrogates are no text: the server says so of this item, and the others go on.
    return text.encode("utf-8", "surrogatepass")


def grade(message: grade_pb2.Grade) -> Grade:
    return Grade(
        dimensions=tuple(
            [
                Dimension(
                    d.name, d.value if d.HasField("value") else None, d.weight, _STATUS[d.status]
                )
                for d in message.dimensions
            ]
        ),
        flags=tuple([Flag(flag.name, flag.cap) for flag in message.flags]),
        assessed_weight=message.assessed_weight,
        grader_version=message.grader_version,
        evidence=tuple(message.evidence),
    )


def graded_output(message: pb.GradeResponse) -> GradedOutput:
    reward = message.reward if message.HasField("reward") else None
    return GradedOutput(reward, grade(message.grade))


def step_result(message: pb.StepResponse) -> StepResult:
    return StepResult(
        reward=message.reward if message.HasField("reward") else None,
        grade=grade(message.grade),
        terminated=message.terminated,
        truncated=message.truncated,
        step_id=message.step_id,
        handle=message.handle,
    )


def step_outcome(message: pb.StepResult) -> StepResult | PlumblineError:
    if message.HasField("response"):
        return step_result(message.response)
    return errors.of_item(message.error)


def grade_outcome(message: pb.GradeResult) -> GradedOutput | PlumblineError:
    if message.HasField("response"):
        return graded_output(message.response)
    return errors.of_item(message.error)


def task(message: task_pb2.Task) -> Task:
    seen = message.observation
    return Task(
        id=message.id,
        environment=message.environment,
        split=message.split,
        seed=message.seed,
        difficulty=message.difficulty,
        content_hash=message.content_hash,
        observation=Observation(
            intent=seen.intent,
            constraints=tuple(seen.constraints),
            input=seen.input,
            sources=tuple(SourceDocument(source.name, source.text) for source in seen.sources),
        ),
    )


def group(message: pb.ResetResponse) -> Group:
    episodes = tuple(Episode(episode.handle, episode.attempt) for episode in message.episodes)
    return Group(task(message.task), episodes)


def catalogue(message: pb.ListEnvironmentsResponse) -> Catalogue:
    limits = message.limits
    return Catalogue(
        environments=tuple(_environment(each) for each in message.environments),
        reward_rules={rule.name: rule.description for rule in message.reward_rules},
        limits=Limits(
            max_action_bytes=limits.max_action_bytes,
            max_message_bytes=limits.max_message_bytes,
            max_batch_items=limits.max_batch_items,
            max_group_size=limits.max_group_size,
            max_sample_count=limits.max_sample_count,
            max_token_budget=limits.max_token_budget,
            handle_ttl_seconds=limits.handle_ttl_seconds,
        ),
        server_version=message.server_version,
    )


def _environment(message: environment_pb2.Environment) -> Environment:
    return Environment(
        name=message.name,
        description=message.description,
        rubrics=tuple(
            Rubric(
                profile=rubric.profile,
                version=rubric.version,
                dimensions=tuple(
                    DimensionSpec(each.name, each.weight, each.formula)
                    for each in rubric.dimensions
                ),
                flags=tuple(FlagSpec(each.name, each.cap, each.condition) for each in rubric.flags),
            )
            for rubric in message.rubrics
        ),
        splits=tuple(
            Split(split.name, split.open, split.size if split.HasField("size") else None)
            for split in message.splits
        ),
    )

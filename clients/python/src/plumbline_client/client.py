"""The blocking client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

import grpc
from plumbline.env.v1 import environment_service_pb2 as pb

from . import _messages, errors
from ._batch import Batch, batch_size, chunks
from ._channel import Address, Tls
from ._connection import Connection
from .errors import DeadlineExceeded, PlumblineError, ResourceExhausted
from .retry import Retry, Tries
from .rollout import Rollout
from .values import Action, Catalogue, GradedOutput, Group, Output, StepResult, Task

_Item = TypeVar("_Item")
_Value = TypeVar("_Value")


class Client:
    """Blocking access to an environment server. Thread-safe; connects with the first call.

    target: `host:port`; an IPv6 address in brackets.
    tls: how to encrypt; None for not at all.
    token: shown with every call; without encryption to loopback alone.
    timeout: seconds that one try of a call may take, unless the call says otherwise.
    retry: how long calls are tried that fail without fault of their own.

    Every call is tried again where that may help, with the same outcome as the first try would have
    had, and raises a `PlumblineError` otherwise.

    >>> client = Client(server.target)
    >>> group = client.reset("spreadsheet_clean", split="train", seed=7, group_size=2)
    >>> result = client.step(group.episodes[0].action(group.task.observation.input))
    >>> 0 <= result.reward <= 1, result.terminated, result.truncated
    (True, True, False)
    >>> result.grade["completeness"].status
    <Status.ASSESSED: 'assessed'>
    >>> client.close()
    """

    def __init__(
        self,
        target: str,
        *,
        tls: Tls | None = None,
        token: str | None = None,
        timeout: float = 30.0,
        retry: Retry = Retry(),  # noqa: B008  frozen
    ) -> None:
        address = Address(target, tls, token)
        self.target = target
        self._metadata = address.metadata
        self._timeout = timeout
        self._retry = retry
        credentials = None if tls is None else tls.credentials()

        def channel() -> Any:
            if credentials is None:
                return grpc.insecure_channel(target, options=address.options)
            return grpc.secure_channel(target, credentials, options=address.options)

        self._connection = Connection(channel, lambda channel: channel.close())
        self._catalogue: Catalogue | None = None

    def catalogue(self, *, timeout: float | None = None) -> Catalogue:
        """What the server offers: environments, rubrics, splits, reward rules, limits."""
        reply = self._call("ListEnvironments", pb.ListEnvironmentsRequest(), timeout=timeout)
        return _messages.catalogue(reply)

    def sample_tasks(
        self,
        environment: str,
        split: str,
        *,
        seed: int = 0,
        count: int = 1,
        difficulty: str = "",
        timeout: float | None = None,
    ) -> list[Task]:
        """Tasks of a split from a seed on; fewer than `count` where the split has no more."""
        request = pb.SampleTasksRequest(
            environment=environment, split=split, seed=seed, count=count, difficulty=difficulty
        )
        reply = self._call("SampleTasks", request, timeout=timeout)
        return [_messages.task(task) for task in reply.tasks]

    def get_task(self, task_id: str, *, timeout: float | None = None) -> Task:
        """One task by its id, `environment/split/key`."""
        request = pb.GetTaskRequest(task_id=task_id)
        reply = self._call("GetTask", request, timeout=timeout)
        return _messages.task(reply.task)

    def reset(
        self,
        environment: str = "",
        *,
        split: str = "",
        seed: int | None = None,
        task_id: str | None = None,
        group_size: int = 1,
        profile: str = "strict",
        reward_rule: str = "",
        token_budget: int | None = None,
        evidence: bool = False,
        timeout: float | None = None,
    ) -> Group:
        """Starts a group of attempts at one task and fixes how they are graded and paid.

        The task is that of a split's seed, 0 unless said, or of an id, which needs neither
        environment nor split. `evidence` is for trainers, on open splits.
        """
        request = _messages.reset_request(
            environment,
            split=split,
            seed=seed,
            task_id=task_id,
            group_size=group_size,
            profile=profile,
            reward_rule=reward_rule,
            token_budget=token_budget,
            evidence=evidence,
        )
        return _messages.group(self._call("Reset", request, timeout=timeout))

    def step(self, action: Action, *, timeout: float | None = None) -> StepResult:
        """Grades an action and ends the attempt. The same action has the same result, always."""
        request = _messages.step_request(action)
        return _messages.step_result(self._call("Step", request, timeout=timeout))

    def step_batch(
        self, actions: Sequence[Action], *, batch_size: int = 256, timeout: float | None = None
    ) -> list[StepResult | PlumblineError]:
        """Takes many steps, however many: one for each action, a result or why it has none.

        >>> with Client(server.target) as client:
        ...     episode = client.reset("spreadsheet_clean", split="train").episodes[0]
        ...     client.step_batch([episode.action("a,b", tokens=-1)])
        [InvalidArgument('INVALID_ARGUMENT: token_count: -1 (expected: at least 0)')]
        """
        return list(self.iter_steps(actions, batch_size=batch_size, timeout=timeout))

    def iter_steps(
        self, actions: Iterable[Action], *, batch_size: int = 256, timeout: float | None = None
    ) -> Iterator[StepResult | PlumblineError]:
        """As `step_batch`, but holds only one batch at a time of either side."""

        def send(requests: list[pb.StepRequest], timeout: float | None) -> Sequence[pb.StepResult]:
            batch = pb.StepBatchRequest(steps=requests)
            reply = self._call("StepBatch", batch, timeout=timeout)
            return reply.results  # type: ignore[no-any-return]

        return self._in_batches(
            actions, _messages.step_request, send, _messages.step_outcome, batch_size, timeout
        )

    def grade(self, output: Output, *, timeout: float | None = None) -> GradedOutput:
        """Grades an output against a task of an open split, without an episode."""
        request = _messages.grade_request(output)
        return _messages.graded_output(self._call("Grade", request, timeout=timeout))

    def grade_batch(
        self, outputs: Sequence[Output], *, batch_size: int = 256, timeout: float | None = None
    ) -> list[GradedOutput | PlumblineError]:
        """Grades many outputs, however many: one for each, a grade or why it has none."""
        return list(self.iter_grades(outputs, batch_size=batch_size, timeout=timeout))

    def iter_grades(
        self, outputs: Iterable[Output], *, batch_size: int = 256, timeout: float | None = None
    ) -> Iterator[GradedOutput | PlumblineError]:
        """As `grade_batch`, but holds only one batch at a time of either side.

        >>> with Client(server.target) as client:
        ...     outputs = (Output(f"spreadsheet_clean/train/{n}", "no table") for n in range(600))
        ...     sum(graded.reward for graded in client.iter_grades(outputs))
        0.0
        """

        def send(
            requests: list[pb.GradeRequest], timeout: float | None
        ) -> Sequence[pb.GradeResult]:
            batch = pb.GradeBatchRequest(outputs=requests)
            reply = self._call("GradeBatch", batch, timeout=timeout)
            return reply.results  # type: ignore[no-any-return]

        return self._in_batches(
            outputs, _messages.grade_request, send, _messages.grade_outcome, batch_size, timeout
        )

    def rollout(self, *, window: int = 128) -> Rollout:
        """A stream of resets and steps, of which at most `window` wait for their replies.

        A try lasts as long as replies come within the client's timeout.
        """
        return Rollout(
            self._connection,
            self._metadata,
            window=window,
            timeout=self._timeout,
            retry=self._retry,
        )

    def release(self, handles: Sequence[bytes], *, timeout: float | None = None) -> None:
        """Says that handles will not be used again. Advisory: there is nothing to free."""
        self._call("Close", pb.CloseRequest(handles=handles), timeout=timeout)

    def close(self) -> None:
        """Ends the connection."""
        for channel in self._connection.take_all():
            channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _call(self, method: str, request: Any, *, timeout: float | None) -> Any:
        tries = Tries(self._retry)
        limit = self._timeout if timeout is None else timeout
        while True:
            link = self._connection.take()
            try:
                call = getattr(link.stub, method)
                return call(request, timeout=limit, metadata=self._metadata)
            except grpc.RpcError as refusal:
                failed = errors.of_call(refusal)
                if isinstance(failed, DeadlineExceeded):
                    self._connection.lose(link)
            finally:
                self._connection.give(link)
            wait = tries.wait(failed)
            if wait is None:
                raise failed
            time.sleep(wait)

    def _in_batches(
        self,
        items: Iterable[_Item],
        request: Callable[[_Item], Any],
        send: Callable[[list[Any], float | None], Sequence[Any]],
        outcome: Callable[[Any], _Value | PlumblineError],
        size: int,
        timeout: float | None,
    ) -> Iterator[_Value | PlumblineError]:
        if self._catalogue is None:
            self._catalogue = self.catalogue()
        limits = self._catalogue.limits
        for chunk in chunks(items, request, batch_size(size, limits), limits):
            batch = Batch(chunk, outcome)
            tries = Tries(self._retry)
            while batch.left:
                try:
                    failed = batch.settle(send(batch.left, timeout))
                except ResourceExhausted as refusal:
                    if not batch.too_large(refusal):
                        raise
                    break
                wait = tries.wait(failed) if failed else None
                if wait is None:
                    break
                time.sleep(wait)
            yield from batch.outcomes

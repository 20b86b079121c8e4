"""The client for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, TypeVar

import grpc
from plumbline.env.v1 import environment_service_pb2 as pb

from . import _messages, errors
from ._batch import Batch, Chunks, batch_size
from ._channel import Address, Tls
from ._connection import Connection
from .aio_rollout import AsyncRollout
from .errors import DeadlineExceeded, PlumblineError, ResourceExhausted
from .retry import Retry, Tries
from .values import Action, Catalogue, GradedOutput, Group, Output, StepResult, Task

_Item = TypeVar("_Item")
_Value = TypeVar("_Value")


class AsyncClient:
    """Access to an environment server within asyncio. Connects with the first call.

    Parameters, retries and errors are `Client`'s. Made within a running loop, and used in it alone.

    >>> async def first_reward():
    ...     async with AsyncClient(server.target) as client:
    ...         group = await client.reset("spreadsheet_clean", split="train", seed=7)
    ...         text = group.task.observation.input
    ...         return (await client.step(group.episodes[0].action(text))).reward
    >>> 0 < asyncio.run(first_reward()) < 1
    True
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
                return grpc.aio.insecure_channel(target, options=address.options)
            return grpc.aio.secure_channel(target, credentials, options=address.options)

        self._connection = Connection(channel, self._close)
        self._closing: set[asyncio.Task[None]] = set()
        self._catalogue: Catalogue | None = None

    async def catalogue(self, *, timeout: float | None = None) -> Catalogue:
        """What the server offers: environments, rubrics, splits, reward rules, limits."""
        reply = await self._call("ListEnvironments", pb.ListEnvironmentsRequest(), timeout=timeout)
        return _messages.catalogue(reply)

    async def sample_tasks(
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
        reply = await self._call("SampleTasks", request, timeout=timeout)
        return [_messages.task(task) for task in reply.tasks]

    async def get_task(self, task_id: str, *, timeout: float | None = None) -> Task:
        """One task by its id, `environment/split/key`."""
        request = pb.GetTaskRequest(task_id=task_id)
        reply = await self._call("GetTask", request, timeout=timeout)
        return _messages.task(reply.task)

    async def reset(
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
        return _messages.group(await self._call("Reset", request, timeout=timeout))

    async def step(self, action: Action, *, timeout: float | None = None) -> StepResult:
        """Grades an action and ends the attempt. The same action has the same result, always."""
        request = _messages.step_request(action)
        return _messages.step_result(await self._call("Step", request, timeout=timeout))

    async def step_batch(
        self, actions: Sequence[Action], *, batch_size: int = 256, timeout: float | None = None
    ) -> list[StepResult | PlumblineError]:
        """Takes many steps, however many: one for each action, a result or why it has none."""
        results = self.iter_steps(actions, batch_size=batch_size, timeout=timeout)
        return [result async for result in results]

    def iter_steps(
        self,
        actions: Iterable[Action] | AsyncIterable[Action],
        *,
        batch_size: int = 256,
        timeout: float | None = None,
    ) -> AsyncIterator[StepResult | PlumblineError]:
        """As `step_batch`, but holds only one batch at a time of either side."""

        async def send(
            requests: list[pb.StepRequest], timeout: float | None
        ) -> Sequence[pb.StepResult]:
            batch = pb.StepBatchRequest(steps=requests)
            reply = await self._call("StepBatch", batch, timeout=timeout)
            return reply.results  # type: ignore[no-any-return]

        return self._in_batches(
            actions, _messages.step_request, send, _messages.step_outcome, batch_size, timeout
        )

    async def grade(self, output: Output, *, timeout: float | None = None) -> GradedOutput:
        """Grades an output against a task of an open split, without an episode."""
        request = _messages.grade_request(output)
        return _messages.graded_output(await self._call("Grade", request, timeout=timeout))

    async def grade_batch(
        self, outputs: Sequence[Output], *, batch_size: int = 256, timeout: float | None = None
    ) -> list[GradedOutput | PlumblineError]:
        """Grades many outputs, however many: one for each, a grade or why it has none."""
        grades = self.iter_grades(outputs, batch_size=batch_size, timeout=timeout)
        return [graded async for graded in grades]

    def iter_grades(
        self,
        outputs: Iterable[Output] | AsyncIterable[Output],
        *,
        batch_size: int = 256,
        timeout: float | None = None,
    ) -> AsyncIterator[GradedOutput | PlumblineError]:
        """As `grade_batch`, but holds only one batch at a time of either side."""

        async def send(
            requests: list[pb.GradeRequest], timeout: float | None
        ) -> Sequence[pb.GradeResult]:
            batch = pb.GradeBatchRequest(outputs=requests)
            reply = await self._call("GradeBatch", batch, timeout=timeout)
            return reply.results  # type: ignore[no-any-return]

        return self._in_batches(
            outputs, _messages.grade_request, send, _messages.grade_outcome, batch_size, timeout
        )

    def rollout(self, *, window: int = 128) -> AsyncRollout:
        """A stream of resets and steps, of which at most `window` wait for their replies.

        A try lasts as long as replies come within the client's timeout.
        """
        return AsyncRollout(
            self._connection,
            self._metadata,
            window=window,
            timeout=self._timeout,
            retry=self._retry,
        )

    async def release(self, handles: Sequence[bytes], *, timeout: float | None = None) -> None:
        """Says that handles will not be used again. Advisory: there is nothing to free."""
        await self._call("Close", pb.CloseRequest(handles=handles), timeout=timeout)

    async def close(self) -> None:
        """Ends the connection."""
        for channel in self._connection.take_all():
            await channel.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def _close(self, channel: Any) -> None:
        closing = asyncio.ensure_future(channel.close())
        self._closing.add(closing)  # or it could be collected before it is done
        closing.add_done_callback(self._closing.discard)

    async def _call(self, method: str, request: Any, *, timeout: float | None) -> Any:
        tries = Tries(self._retry)
        limit = self._timeout if timeout is None else timeout
        while True:
            link = self._connection.take()
            try:
                call = getattr(link.stub, method)
                return await call(request, timeout=limit, metadata=self._metadata)
            except grpc.RpcError as refusal:
                failed = errors.of_call(refusal)
                if isinstance(failed, DeadlineExceeded):
                    self._connection.lose(link)
            finally:
                self._connection.give(link)
            wait = tries.wait(failed)
            if wait is None:
                raise failed
            await asyncio.sleep(wait)

    async def _in_batches(
        self,
        items: Iterable[_Item] | AsyncIterable[_Item],
        request: Callable[[_Item], Any],
        send: Callable[[list[Any], float | None], Awaitable[Sequence[Any]]],
        outcome: Callable[[Any], _Value | PlumblineError],
        size: int,
        timeout: float | None,
    ) -> AsyncIterator[_Value | PlumblineError]:
        if self._catalogue is None:
            self._catalogue = await self.catalogue()
        limits = self._catalogue.limits
        collected: Chunks[Any] = Chunks(batch_size(size, limits), limits)
        async for item in _each(items):
            full = collected.add(request(item))
            if full:
                for settled in await self._settled(full, send, outcome, timeout):
                    yield settled
        last = collected.rest()
        if last:
            for settled in await self._settled(last, send, outcome, timeout):
                yield settled

    async def _settled(
        self,
        chunk: list[Any],
        send: Callable[[list[Any], float | None], Awaitable[Sequence[Any]]],
        outcome: Callable[[Any], _Value | PlumblineError],
        timeout: float | None,
    ) -> list[_Value | PlumblineError]:
        batch = Batch(chunk, outcome)
        tries = Tries(self._retry)
        while batch.left:
            try:
                failed = batch.settle(await send(batch.left, timeout))
            except ResourceExhausted as refusal:
                if not batch.too_large(refusal):
                    raise
                break
            wait = tries.wait(failed) if failed else None
            if wait is None:
                break
            await asyncio.sleep(wait)
        return batch.outcomes


async def _each(items: Iterable[_Item] | AsyncIterable[_Item]) -> AsyncIterator[_Item]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item

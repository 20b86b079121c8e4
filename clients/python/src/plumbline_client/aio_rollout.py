"""Resets and steps on one stream, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Any

import grpc
from plumbline.env.v1 import environment_service_pb2 as pb

from . import _messages, errors
from ._connection import Connection
from ._requests import Requests
from .retry import Retry
from .values import Action, Group, StepResult

_TICK = 0.05  # seconds


class AsyncRollout:
    """Resets and steps on one stream, each answered as it finishes; what `Rollout` is for threads.

    Made by `AsyncClient.rollout` and used in `async with`. Beyond its window `reset` and `step`
    wait before they send; each returns with its reply, so take many at a time.

    >>> async def group_of_20():
    ...     async with AsyncClient(server.target) as client, client.rollout(window=8) as rollout:
    ...         group = await rollout.reset("doc_revision", split="train", group_size=20)
    ...         steps = [rollout.step(episode.action("Revised.")) for episode in group.episodes]
    ...         return await asyncio.gather(*steps)
    >>> len({step.step_id for step in asyncio.run(group_of_20())})
    20
    """

    def __init__(
        self,
        connection: Connection,
        metadata: tuple[tuple[str, str], ...],
        *,
        window: int,
        timeout: float,
        retry: Retry,
    ) -> None:
        if window < 1:
            raise ValueError(f"window: {window} (expected: at least 1)")
        self._connection = connection
        self._metadata = metadata
        self._window = asyncio.Semaphore(window)
        self._requests = Requests(retry, timeout, self._put, self._window.release)
        self._outbox: asyncio.Queue[pb.RolloutRequest | None] = asyncio.Queue()
        self._call: Any = None
        self._silent = False
        self._tasks: list[asyncio.Task[None]] = []

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
    ) -> Group:
        """Starts a group of attempts, as `Client.reset`."""
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
        group: Group = await self._send(
            pb.RolloutRequest(reset=request), lambda reply: _messages.group(reply.reset)
        )
        return group

    async def step(self, action: Action) -> StepResult:
        """Takes a step, as `Client.step`."""
        request = pb.RolloutRequest(step=_messages.step_request(action))
        result: StepResult = await self._send(
            request, lambda reply: _messages.step_result(reply.step)
        )
        return result

    async def close(self) -> None:
        """Takes no more requests and returns once all are answered."""
        self._requests.close()
        reader, clock = self._tasks
        try:
            await reader
        finally:
            clock.cancel()

    async def __aenter__(self) -> AsyncRollout:
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._tick())]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            await self.close()
            return
        # What nobody will read need not be waited for.
        for task in self._tasks:
            task.cancel()
        if self._call is not None:
            self._call.cancel()
        self._requests.fail(errors.error(grpc.StatusCode.CANCELLED, "the rollout was left"))

    async def _send(
        self, request: pb.RolloutRequest, value: Callable[[pb.RolloutResponse], Any]
    ) -> Any:
        if not self._tasks:
            raise RuntimeError("rollout: not begun (expected: use in `async with`)")
        promise: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        await self._window.acquire()
        try:
            self._requests.add(request, promise, value)
        except BaseException:
            self._window.release()
            raise
        return await promise

    def _put(self, message: pb.RolloutRequest | None) -> None:
        self._outbox.put_nowait(message)

    async def _read(self) -> None:
        try:
            await self._streams()
        except (Exception, asyncio.CancelledError) as ended:
            # Whatever ends this task, as a closed channel does, nobody may wait for it any longer.
            message = str(ended) or "the client is closed"
            self._requests.fail(errors.error(grpc.StatusCode.CANCELLED, message))

    async def _streams(self) -> None:
        """Opens streams, one after another, for as long as there is something to send."""
        while True:
            first = await self._outbox.get()
            if first is None:
                return
            sending = self._sending(self._outbox, first)
            link = self._connection.take()
            self._call = link.stub.Rollout(sending, metadata=self._metadata)
            failed = errors.error(grpc.StatusCode.UNAVAILABLE, "the stream has ended")
            try:
                async for reply in self._call:
                    self._requests.reply(reply)
            except grpc.RpcError as call:
                failed = errors.of_call(call)
            except asyncio.CancelledError:
                if not self._silent:
                    raise
            finally:
                if self._silent:
                    failed = self._requests.silence()
                    self._connection.lose(link)
                self._connection.give(link)
            if self._requests.done:
                return
            wait = self._requests.broken(failed)
            if wait is None:
                return
            await asyncio.sleep(wait)
            self._requests.send_again(self._renew)

    def _renew(self) -> None:
        self._outbox.put_nowait(None)
        self._outbox = asyncio.Queue()
        self._silent = False

    @staticmethod
    async def _sending(
        outbox: asyncio.Queue[pb.RolloutRequest | None], first: pb.RolloutRequest
    ) -> AsyncIterator[pb.RolloutRequest]:
        yield first
        while (message := await outbox.get()) is not None:
            yield message

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            if self._requests.tick() and self._call is not None:
                self._silent = True
                self._call.cancel()

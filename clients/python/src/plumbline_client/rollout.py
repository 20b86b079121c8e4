"""Resets and steps on one stream, for threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from queue import SimpleQueue
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


class Rollout:
    """Resets and steps on one stream, each answered as it finishes. Thread-safe.

    Made by `Client.rollout`. At most a window of requests waits for replies: beyond it `reset` and
    `step` wait. A stream that breaks or falls silent is opened again and what had no reply is sent
    again, with the outcome that it would have had. A future fails with a `PlumblineError`: its own
    refusal, or the end of the stream where no server came back in time. What depends on a future
    runs on the thread that reads the stream and must not wait there.

    >>> with Client(server.target) as client, client.rollout(window=8) as rollout:
    ...     group = rollout.reset("doc_revision", split="train", group_size=20).result()
    ...     steps = [rollout.step(episode.action("Revised.")) for episode in group.episodes]
    ...     len({step.result().step_id for step in steps})
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
        self._window = threading.BoundedSemaphore(window)
        self._requests = Requests(retry, timeout, self._put, self._window.release)
        self._outbox: SimpleQueue[pb.RolloutRequest | None] = SimpleQueue()
        self._call: Any = None
        self._silent = False
        self._ended = threading.Event()
        self._reader = threading.Thread(target=self._read, name="plumbline-rollout", daemon=True)
        self._clock = threading.Thread(target=self._tick, name="plumbline-clock", daemon=True)
        self._reader.start()
        self._clock.start()

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
    ) -> Future[Group]:
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
        return self._send(
            pb.RolloutRequest(reset=request), lambda reply: _messages.group(reply.reset)
        )

    def step(self, action: Action) -> Future[StepResult]:
        """Takes a step, as `Client.step`."""
        request = pb.RolloutRequest(step=_messages.step_request(action))
        return self._send(request, lambda reply: _messages.step_result(reply.step))

    def close(self) -> None:
        """Takes no more requests and returns once all are answered."""
        self._requests.close()
        self._reader.join()
        self._ended.set()
        self._clock.join()

    def __enter__(self) -> Rollout:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._abandon()
        self.close()

    def _abandon(self) -> None:
        """What nobody will read need not be waited for."""
        self._requests.fail(errors.error(grpc.StatusCode.CANCELLED, "the rollout was left"))
        self._ended.set()
        if self._call is not None:
            self._call.cancel()

    def _send(
        self, request: pb.RolloutRequest, value: Callable[[pb.RolloutResponse], Any]
    ) -> Future[Any]:
        promise: Future[Any] = Future()
        promise.set_running_or_notify_cancel()  # what is sent cannot be taken back
        self._window.acquire()
        try:
            self._requests.add(request, promise, value)
        except BaseException:
            self._window.release()
            raise
        return promise

    def _put(self, message: pb.RolloutRequest | None) -> None:
        self._outbox.put(message)

    def _read(self) -> None:
        """Opens streams, one after another, for as long as there is something to send."""
        while True:
            first = self._outbox.get()
            if first is None:
                return
            sending = self._sending(self._outbox, first)
            link = self._connection.take()
            try:
                self._call = link.stub.Rollout(sending, metadata=self._metadata)
            except ValueError:
                self._connection.give(link)
                self._requests.fail(errors.error(grpc.StatusCode.CANCELLED, "the client is closed"))
                return
            failed = errors.error(grpc.StatusCode.UNAVAILABLE, "the stream has ended")
            try:
                for reply in self._call:
                    self._requests.reply(reply)
            except grpc.RpcError as call:
                failed = errors.of_call(call)
                if self._silent:
                    failed = self._requests.silence()
                    self._connection.lose(link)
            finally:
                self._connection.give(link)
            if self._requests.done:
                return
            wait = self._requests.broken(failed)
            if wait is None or self._ended.wait(wait):
                return
            self._requests.send_again(self._renew)

    def _renew(self) -> None:
        self._outbox.put(None)  # lets the thread go that sent from it
        self._silent = False
        self._outbox = SimpleQueue()

    @staticmethod
    def _sending(
        outbox: SimpleQueue[pb.RolloutRequest | None], first: pb.RolloutRequest
    ) -> Iterator[pb.RolloutRequest]:
        yield first
        yield from iter(outbox.get, None)

    def _tick(self) -> None:
        while not self._ended.wait(_TICK):
            if self._requests.tick() and self._call is not None:
                self._silent = True
                self._call.cancel()

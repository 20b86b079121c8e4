"""Requests of a stream that wait for their replies, over as many connections as it takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import grpc
from plumbline.env.v1 import environment_service_pb2 as pb

from . import errors
from .errors import PlumblineError
from .retry import Retry, Tries


class Promise(Protocol):
    """A future of either kind."""

    def done(self) -> bool: ...
    def set_result(self, result: Any, /) -> None: ...
    def set_exception(self, exception: BaseException, /) -> None: ...


@dataclass(slots=True)
class _Request:
    message: pb.RolloutRequest
    promise: Promise
    value: Callable[[pb.RolloutResponse], Any]
    tries: Tries
    due: float | None = None
    """When to send it again; None while it is sent."""


class Requests:
    """Thread-safe. Each request leaves once, with its reply or the failure that ended it.

    A reply belongs to a request by its id, and ids are never used again: a request that goes out a
    second time, because its stream broke, cannot take another's reply.

    put: hands a message to the stream of now, None to end it.
    left: called as each request leaves.
    """

    def __init__(
        self,
        retry: Retry,
        timeout: float,
        put: Callable[[pb.RolloutRequest | None], None],
        left: Callable[[], None],
    ) -> None:
        self._lock = threading.RLock()
        self._retry = retry
        self._timeout = timeout
        self._put = put
        self._left = left
        self._waiting: dict[int, _Request] = {}
        self._ids = 0
        self._tries: Tries | None = None
        self._progress = time.monotonic()
        self._closed = False
        self.failure: PlumblineError | None = None

    def add(
        self,
        message: pb.RolloutRequest,
        promise: Promise,
        value: Callable[[pb.RolloutResponse], Any],
    ) -> None:
        with self._lock:
            if self._closed:
                raise RuntimeError("rollout: closed (expected: open)")
            if self.failure:
                raise self.failure
            if not self._waiting:
                self._progress = time.monotonic()
                self._tries = None
            self._ids += 1
            message.id = self._ids
            self._waiting[self._ids] = _Request(message, promise, value, Tries(self._retry))
            self._put(message)

    def reply(self, message: pb.RolloutResponse) -> None:
        with self._lock:
            request = self._waiting.get(message.id)
            if request is None:
                return
            self._progress = time.monotonic()
            self._tries = None
            failed = errors.of_item(message.error) if message.HasField("error") else None
            if failed:
                wait = request.tries.wait(failed)
                if wait is not None:
                    request.due = self._progress + wait
                    return
            del self._waiting[message.id]
            if self.done:
                self._put(None)
        self._settle(request, message, failed)

    def _settle(
        self, request: _Request, message: pb.RolloutResponse, failed: PlumblineError | None
    ) -> None:
        if not request.promise.done():
            try:
                value = failed or request.value(message)
            except Exception as error:  # what cannot be read must not end the stream
                value = error
            if isinstance(value, Exception):
                request.promise.set_exception(value)
            else:
                request.promise.set_result(value)
        self._left()

    def send_again(self, renew: Callable[[], None]) -> None:
        """Puts everything that waits into the stream that `renew` makes the one of now."""
        with self._lock:
            renew()
            self._progress = time.monotonic()
            for request in self._waiting.values():
                if request.due is None:
                    self._put(request.message)
            if self.done:
                self._put(None)

    def tick(self) -> bool:
        """Sends what is due; returns whether the stream is silent for too long."""
        with self._lock:
            now = time.monotonic()
            sent = False
            for request in self._waiting.values():
                if request.due is None:
                    sent = True
                elif request.due <= now:
                    request.due = None
                    self._put(request.message)
            return sent and now - self._progress > self._timeout

    def silence(self) -> PlumblineError:
        """What the end of a stream is called that was silent for too long."""
        message = f"no reply within {self._timeout} s"
        return errors.error(grpc.StatusCode.DEADLINE_EXCEEDED, message)

    def broken(self, failed: PlumblineError) -> float | None:
        """Seconds until the next stream; None if there is to be none and all have failed."""
        with self._lock:
            if not self._waiting and failed.transient:
                return 0.0
            if self._tries is None:
                self._tries = Tries(self._retry)
            wait = self._tries.wait(failed)
            if wait is None:
                self.fail(failed)
            return wait

    def fail(self, failed: PlumblineError) -> None:
        with self._lock:
            self.failure = self.failure or failed
            waiting = list(self._waiting.values())
            self._waiting.clear()
        for request in waiting:
            self._settle(request, pb.RolloutResponse(), failed)

    def close(self) -> None:
        """Takes no more; the stream ends once all have left."""
        with self._lock:
            if not self._closed:
                self._closed = True
                if self.done:
                    self._put(None)

    @property
    def done(self) -> bool:
        return self._closed and not self._waiting
